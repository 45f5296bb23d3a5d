"""How a delimited text is cut into cells: delimiter, quote, escape, line end."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

CANDIDATES = (";", "\t", ",", "|", "^", "~", "\x1f", "\x01", "¦", "§", "#", ":")
WEAK = frozenset("#:^~")
SAMPLED = 200
RATED = 64 * 1024
_HINT = re.compile(r"^\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
csv.field_size_limit(64 * 1024 * 1024)


@dataclass(frozen=True)
class Dialect:
    """The cut marks of a delimited text."""

    delimiter: str
    quote: str | None
    escape: str | None
    reason: str

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Any:
        """Return a reader over text lines; a strict one raises csv.Error at a quote out of place."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or '"',
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape,
            doublequote=True,
            strict=strict,
        )

    def records(self, text: str, limit: int) -> list[list[str]]:
        """Return the first records of a text."""
        records = []
        for cells in self.reader(io.StringIO(text, newline="")):
            records.append(cells)
            if len(records) >= limit:
                break
        return records


def detect(text: str, *, forced: str | None = None) -> Dialect:
    """Find the dialect in the first part of a text."""
    hint = _HINT.match(text)
    if forced:
        return Dialect(forced, *_quoting(text, forced), _("You chose this delimiter."))
    if hint:
        return Dialect(hint[1], *_quoting(text, hint[1]), _("The first line names the delimiter (sep=)."))
    start = text[:RATED]
    ratings = {d: _rate(start, Dialect(d, *_quoting(start, d), "")) for d in CANDIDATES if d in start}
    best = max(ratings, key=lambda d: ratings[d], default=",")
    if not ratings or ratings[best] <= 0:
        return Dialect(",", *_quoting(text, ","), _("No delimiter divides the lines; the file has one column."))
    return Dialect(best, *_quoting(text, best), _("This delimiter divides the lines into the same number of cells."))


def _rate(text: str, dialect: Dialect) -> float:
    """Rate by the share of records with the usual number of cells, then by that number."""
    counts = [len(cells) for cells in dialect.records(text, SAMPLED) if any(cell.strip() for cell in cells)]
    several = Counter(count for count in counts if count > 1)
    if not several:
        return 0.0
    usual = max(several, key=lambda count: (several[count], count))
    if len(counts) > 2 and several[usual] < 2:
        return 0.0
    near = sum(several[count] for count in several if abs(count - usual) <= 1)
    agreement = (several[usual] + 0.3 * (near - several[usual])) / len(counts)
    weakness = 0.5 if dialect.delimiter in WEAK else 1.0
    return agreement * (1 - 1 / (usual + 0.5)) * weakness


def _quoting(text: str, delimiter: str) -> tuple[str | None, str | None]:
    """Decide whether quotes protect cells or are just inch marks, and whether a backslash escapes them."""
    mark = re.escape(delimiter)
    for quote in ('"', "'"):
        opened = len(re.findall(rf"(?:^|{mark}){quote}", text, re.MULTILINE))
        closed = len(re.findall(rf"{quote}\s*(?:\r?$|{mark})", text, re.MULTILINE))
        if not opened:
            continue
        if quote == "'" and not re.match(rf"\ufeff?'[^'\n]*'\s*(?:{mark}|\r?$)", text, re.MULTILINE):
            continue
        if closed >= 0.5 * opened:
            escaped = len(re.findall(rf"\\{quote}(?!\s*(?:{mark}|\r?$))", text, re.MULTILINE))
            doubled = len(re.findall(rf"(?<!{mark}){quote}{quote}(?!\s*(?:{mark}|\r?$))", text, re.MULTILINE))
            return quote, "\\" if escaped > doubled else None
    return ('"' if '"' not in text else None), None


def unclosed_quotes(text: str, dialect: Dialect) -> int:
    """Count the cells that begin with a quote which nothing closes, in a text whose quotes are no marks."""
    if dialect.quote is not None:
        return 0
    mark = re.escape(dialect.delimiter)
    return len(re.findall(rf"(?:^|{mark})[\"][^\"\n{mark}]*(?={mark}|\r?$)", text, re.MULTILINE))


def line_end(text: str) -> str:
    """Name the usual line end: crlf, lf, cr."""
    crlf, lf, cr = text.count("\r\n"), text.count("\n"), text.count("\r")
    if not lf and cr:
        return "cr"
    return "crlf" if crlf > lf / 2 else "lf"
