"""The door of the writers: a format by its name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import IO

from core.tabular.output.base import Field, Options, Sink
from core.tabular.output.csvfile import CsvSink
from core.tabular.output.jsonfile import JsonSink
from core.tabular.output.workbook import XlsxSink

FORMATS: dict[str, Callable[[IO[bytes], Sequence[Field], Options], Sink]] = {
    "csv": CsvSink,
    "xlsx": XlsxSink,
    "json": JsonSink,
    "jsonl": partial(JsonSink, lines=True),
}


def open_sink(form: str, target: IO[bytes], fields: Sequence[Field], options: Options | None = None) -> Sink:
    """Begin a table in this format; the target is the caller's to close, after `close` of the sink."""
    return FORMATS[form](target, fields, options or Options())
