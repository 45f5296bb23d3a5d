"""One damaged file through the readers, as an upload and an import would do it."""

from pathlib import Path

from core.tabular import Limits, UnreadableFile, preview, read_chunks, recognise

MEBIBYTE = 1024 * 1024
LIMITS = Limits(max_file_bytes=20 * MEBIBYTE, max_uncompressed_bytes=40 * MEBIBYTE, ratio_applies_above=MEBIBYTE)


def read_through(path: Path) -> str:
    """Recognise, preview and read the file to its end; "read", or the refusal. Anything else is a defect.

    Every row that comes out has a number, and no cell is anything but text.
    """
    try:
        recognition = recognise(path, limits=LIMITS)
        preview(path, recognition, rows=50, limits=LIMITS)
        for chunk in read_chunks(path, recognition, chunk_rows=1000, limits=LIMITS):
            numbers = [*chunk.frame["_row"].to_list(), *(problem.row for problem in chunk.problems)]
            assert all(number >= 0 for number in numbers), path
            assert {str(kind) for name, kind in chunk.frame.schema.items() if name != "_row"} <= {"String"}, path
    except UnreadableFile as error:
        return f"{error.code}: {error}"
    return "read"
