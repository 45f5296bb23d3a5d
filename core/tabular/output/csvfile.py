"""CSV: written column-wise; in ISO-8859-1 the characters it lacks are replaced by what reads nearly the same."""

import codecs
import unicodedata
from collections.abc import Sequence
from typing import IO

import polars as pl

from core.tabular.output.base import LIST, Field, Notes, Options
from core.tabular.writers import harmless

LATIN = "iso-8859-1"
_GUARDED = "^ *[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_NUMBER = r"^[-+]?\d+(?:[.,]\d+)?$"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f]"
# What ISO-8859-1 lacks and people write.
_NEAR = {
    "€": "EUR", "œ": "oe", "Œ": "OE", "’": "'", "‘": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-",
    "…": "...", "•": "-", "™": "(TM)", "\u202f": "\xa0", "\u2009": " ", "\u2011": "-", "š": "s", "ž": "z", "Š": "S",
    "Ž": "Z", "ł": "l", "Ł": "L", "≤": "<=", "≥": ">=", "″": '"', "′": "'", "\u2212": "-", "Ω": "Ohm", "μ": "µ",
}  # fmt: skip


class CsvSink:
    """A CSV file with CRLF line ends."""

    def __init__(self, target: IO[bytes], fields: Sequence[Field], options: Options) -> None:
        self._target, self._fields, self._options = target, fields, options
        self.notes, self.rows = Notes(), 0
        if options.bom and options.encoding == "utf-8":
            target.write(codecs.BOM_UTF8)
        headers = [harmless(field.header) if options.guarded else field.header for field in fields]
        places = [f"{place}" for place in range(len(fields))]
        self._put(pl.DataFrame([[header] for header in headers], schema=dict.fromkeys(places, pl.String)))

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows."""
        columns = [self._column(field, place) for place, field in enumerate(self._fields)]
        named = frame.rename({name: f"{place}" for place, name in enumerate(frame.columns)})
        self._put(named.select(columns))
        self.rows += frame.height

    def close(self) -> None:
        """Nothing more is needed."""

    def _column(self, field: Field, place: int) -> pl.Expr:
        text = pl.col(f"{place}").str.replace_all(_CONTROL, "")
        if field.kind == LIST:
            text = text.str.replace_all("\n", self._options.list_separator, literal=True)
        if self._options.guarded:
            is_formula = text.str.contains(_GUARDED) & ~text.str.contains(_NUMBER)
            text = pl.when(is_formula).then(pl.lit("'") + text).otherwise(text)
        return text.alias(f"{place}")

    def _put(self, frame: pl.DataFrame) -> None:
        text = frame.write_csv(
            include_header=False,
            separator=self._options.delimiter,
            line_terminator="\r\n",
            quote_style="always" if self._options.quote_all else "necessary",
        )
        if self._options.encoding == LATIN:
            self._target.write(self._latin(text))
        else:
            self._target.write(text.encode(self._options.encoding))

    def _latin(self, text: str) -> bytes:
        try:
            return text.encode(LATIN)
        except UnicodeEncodeError:
            return "".join(c if c < "\u0100" else self.notes.replace(c, _nearest(c)) for c in text).encode(LATIN)


def _nearest(character: str) -> str:
    if character in _NEAR:
        return _NEAR[character]
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if c < "\u0100")
    return plain or "?"
