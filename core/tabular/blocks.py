"""A text file as blocks of whole records in UTF-8: flat memory, NUL bytes removed, one line end."""

import codecs
from collections.abc import Iterator

from core.tabular.encoding import REPAIR
from core.tabular.source import BLOCK, Source

BLOCK_BYTES = 8 * BLOCK


def utf8_blocks(source: Source, encoding: str, *, line_end: str | None, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield the text as UTF-8 bytes, without BOM and NUL; bytes of a UTF-8 file are not checked here."""
    decoder = None if _is_utf8(encoding) else codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for raw in source.blocks(size):
        block = raw if decoder is None else decoder.decode(raw).encode("utf-8", "replace")
        if first:
            block, first = block.removeprefix(codecs.BOM_UTF8), False
        if b"\0" in block:
            block = block.replace(b"\0", b"")
        yield block.replace(b"\r", b"\n") if line_end == "cr" else block


def _is_utf8(encoding: str) -> bool:
    return encoding in ("utf-8", "utf-8-sig", "utf8", "ascii")


def text_of(block: bytes) -> str:
    """Decode a block; a byte that is not UTF-8 is read as Windows-1252."""
    return block.decode("utf-8", REPAIR)


def last_record_end(block: bytes, quote: bytes | None) -> int:
    """Return the position after the last line end outside quotes, 0 when there is none.

    The block starts at a record, so a line end is outside quotes when an even number of quotes stands before it.
    """
    end = block.rfind(b"\n")
    if quote is None or quote not in block:
        return end + 1
    before = block.count(quote) - block.count(quote, end + 1)
    while end >= 0 and before % 2:
        previous = block.rfind(b"\n", 0, end)
        before -= block.count(quote, previous + 1, end)
        end = previous
    return end + 1
