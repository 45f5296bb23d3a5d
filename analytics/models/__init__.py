"""Models of db_analytics: what happened, in acts and in numbers."""

from analytics.models.audit import AuditEntry
from analytics.models.events import OutboxEvent
from analytics.models.figures import DailyFigure, ImportFigure, LogCursor, RouteFigure
from analytics.models.layouts import HomeLayout
from analytics.models.reports import Report, ReportFormat, ReportKind, ReportSchedule
from analytics.models.resource import AnalyticsResource

__all__ = [
    "AnalyticsResource",
    "AuditEntry",
    "DailyFigure",
    "HomeLayout",
    "ImportFigure",
    "LogCursor",
    "OutboxEvent",
    "Report",
    "ReportFormat",
    "ReportKind",
    "ReportSchedule",
    "RouteFigure",
]
