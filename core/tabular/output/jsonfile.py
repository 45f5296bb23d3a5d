"""JSON and JSON Lines: numbers as numbers, lists as lists, blanks as null."""

from collections.abc import Callable, Sequence
from typing import IO, Any

import orjson
import polars as pl

from core.tabular.output.base import BOOLEAN, LIST, NUMBER, Field, Notes, Options, number_of

_INDENT = b"  "


class JsonSink:
    """One JSON array of objects; with `lines` one object a line instead."""

    def __init__(self, target: IO[bytes], fields: Sequence[Field], options: Options, *, lines: bool = False) -> None:
        self._target, self._fields, self._lines = target, fields, lines
        self._pretty = options.pretty and not lines
        self._readers = [_READERS.get(field.kind, _same) for field in fields]
        self.notes, self.rows = Notes(), 0
        if not lines:
            target.write(b"[")

    def write(self, frame: pl.DataFrame) -> None:
        """Append objects."""
        names = [field.header for field in self._fields]
        texts = []
        for row in frame.iter_rows():
            values = [None if text is None else read(text) for read, text in zip(self._readers, row, strict=True)]
            texts.append(self._written(dict(zip(names, values, strict=True))))
        if not texts:
            return
        if self._lines:
            self._target.write(b"\n".join(texts) + b"\n")
        else:
            self._target.write((b",\n" if self.rows else b"\n") + b",\n".join(texts))
        self.rows += frame.height

    def close(self) -> None:
        """Close the array."""
        if not self._lines:
            self._target.write(b"\n]\n" if self.rows else b"]\n")

    def _written(self, row: dict[str, Any]) -> bytes:
        if not self._pretty:
            return orjson.dumps(row)
        return b"\n".join(_INDENT + line for line in orjson.dumps(row, option=orjson.OPT_INDENT_2).split(b"\n"))


def _same(text: str) -> Any:
    return text


def _number(text: str) -> Any:
    value = number_of(text)
    return text if value is None else value


_READERS: dict[str, Callable[[str], Any]] = {
    NUMBER: _number,
    BOOLEAN: lambda text: text == "true",
    LIST: lambda text: text.split("\n"),
}
