"""Models of db_imports."""

from imports.models.chunks import RunChunk
from imports.models.ean_pending import EanPending
from imports.models.events import OutboxEvent
from imports.models.exports import Export, ExportDestination, ExportSchedule, ExportTemplate, Format
from imports.models.fetches import Fetch, FetchedFile, Trigger
from imports.models.files import SourceFile
from imports.models.held_rows import HeldRow
from imports.models.issues import RowIssue
from imports.models.resource import ImportsResource
from imports.models.runs import DryRun, ImportRun, RunLogLine
from imports.models.sheets import Sheet, SheetCell
from imports.models.statistics import SupplierMonth, SupplierScore

__all__ = [
    "DryRun",
    "EanPending",
    "Export",
    "ExportDestination",
    "ExportSchedule",
    "ExportTemplate",
    "Fetch",
    "FetchedFile",
    "Format",
    "HeldRow",
    "ImportRun",
    "ImportsResource",
    "OutboxEvent",
    "RowIssue",
    "RunChunk",
    "RunLogLine",
    "Sheet",
    "SheetCell",
    "SourceFile",
    "SupplierMonth",
    "SupplierScore",
    "Trigger",
]
