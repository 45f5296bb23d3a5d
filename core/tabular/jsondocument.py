"""A JSON document as a whole when it is small, or as a stream of UTF-8 when it is not."""

import re
from typing import Any

import orjson
from django.utils.translation import gettext as _

from core.tabular.blocks import text_of, utf8_blocks
from core.tabular.errors import UnreadableFile
from core.tabular.ndjson import ESCAPED_NUL
from core.tabular.source import BLOCK, Source

_ESCAPED_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
IN_MEMORY = 48 * BLOCK


def truncated(error: Exception) -> UnreadableFile:
    """Return the refusal of a document that does not parse."""
    return UnreadableFile(
        "truncated",
        _("The file is not valid JSON (%(error)s): it is damaged or was cut off. Ask for a complete file.")
        % {"error": str(error)[:120]},
    )


def small_document(source: Source, encoding: str) -> tuple[Any] | None:
    """Return the parsed document, wrapped, when it is small enough to be held; None otherwise."""
    content = bytearray()
    for block in utf8_blocks(source, encoding, line_end=None):
        content += block
        if len(content) > IN_MEMORY:
            return None
    return (parsed(bytes(content)),)


def without_nul(content: bytes) -> bytes:
    """Remove escaped NUL characters, which no database takes as text."""
    return _ESCAPED_NUL.sub(rb"\1", content) if ESCAPED_NUL in content else content


def parsed(content: bytes) -> Any:
    """Parse a JSON document; NaN and Infinity, which many exporters write, become null."""
    content = without_nul(content)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        text = text_of(content)
        relaxed = re.sub(r"(?<=[:\[,\s])(?:NaN|-?Infinity)(?=\s*[,\]}])", "null", text)
        try:
            return orjson.loads(relaxed)
        except orjson.JSONDecodeError:
            raise truncated(error) from error


class Utf8Stream:
    """File-like view of a source as UTF-8 for the streaming parser."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._blocks = utf8_blocks(source, encoding, size=BLOCK, repaired=True)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        if not size:
            return b""
        if not self._rest:
            self._rest = without_nul(next(self._blocks, b""))
        part, self._rest = (self._rest[:size], self._rest[size:]) if size > 0 else (self._rest, b"")
        return part
