"""Models of db_imports."""

from imports.models.events import OutboxEvent
from imports.models.files import SourceFile
from imports.models.held_rows import HeldRow
from imports.models.issues import RowIssue
from imports.models.resource import ImportsResource
from imports.models.runs import DryRun, ImportRun, RunLogLine

__all__ = ["DryRun", "HeldRow", "ImportRun", "ImportsResource", "OutboxEvent", "RowIssue", "RunLogLine", "SourceFile"]
