"""Tables from supplier files of any format, and files from tables: the only user of spreadsheet and CSV libraries."""

from core.tabular.errors import UnreadableFile
from core.tabular.limits import Limits
from core.tabular.reading import preview, read_chunks, recognise
from core.tabular.recognition import Chunk, Notice, Overrides, Preview, Recognition, RowProblem
from core.tabular.writers import write_csv, write_workbook, write_xlsx

__all__ = [
    "Chunk",
    "Limits",
    "Notice",
    "Overrides",
    "Preview",
    "Recognition",
    "RowProblem",
    "UnreadableFile",
    "preview",
    "read_chunks",
    "recognise",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
