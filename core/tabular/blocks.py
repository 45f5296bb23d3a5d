"""A text file as blocks of whole records in UTF-8: flat memory, NUL bytes removed, one line end."""

import codecs
from collections.abc import Iterator

from core.tabular.encoding import REPAIR
from core.tabular.source import BLOCK, Source

BLOCK_BYTES = 8 * BLOCK


def utf8_blocks(
    source: Source, encoding: str, *, line_end: str | None = None, size: int = BLOCK_BYTES, repaired: bool = False
) -> Iterator[bytes]:
    """Yield the text as UTF-8 bytes, without BOM and NUL.

    Bytes of a UTF-8 file are not checked, unless `repaired`: for parsers that stop at one that is not UTF-8.
    """
    decoder = _decoder(encoding, repaired=repaired)
    first = True
    for raw in source.blocks(size):
        block = raw if decoder is None else decoder.decode(raw).encode("utf-8", "replace")
        if first:
            block, first = block.removeprefix(codecs.BOM_UTF8), False
        if b"\0" in block:
            block = block.replace(b"\0", b"")
        yield block.replace(b"\r", b"\n") if line_end == "cr" else block


def _decoder(encoding: str, *, repaired: bool) -> codecs.IncrementalDecoder | None:
    if encoding not in ("utf-8", "utf-8-sig", "utf8", "ascii"):
        return codecs.getincrementaldecoder(encoding)("replace")
    return codecs.getincrementaldecoder("utf-8")(REPAIR) if repaired else None


def text_of(block: bytes) -> str:
    """Decode a block; a byte that is not UTF-8 is read as Windows-1252."""
    return block.decode("utf-8", REPAIR)


def repaired(data: bytes) -> bytes:
    """Return UTF-8 that every parser takes: the same bytes when they are, else those of `text_of`."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return text_of(data).encode()
    return data


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
