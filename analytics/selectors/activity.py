"""The activities of the home page: the acts of the audit trail that everybody may know."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import QuerySet

from analytics.models import AuditEntry

SHOWN = (
    "import.completed",
    "import.failed",
    "import.stopped",
    "import.undone",
    "supplier.created",
    "supplier.updated",
    "source.updated",
)


@dataclass(frozen=True)
class ActivityFacts:
    """One thing that happened: `code` is the act's, `subject_id` the run, supplier, ... it was done to."""

    code: str
    subject_id: str
    subject: str
    facts: dict[str, Any]
    at: datetime


def recent_activity(*, limit: int = 20) -> list[ActivityFacts]:
    """The newest activities of the current tenant. One query, of as many index look-ups as there are codes."""
    newest = [AuditEntry.objects.filter(code=code).order_by("-at")[:limit] for code in SHOWN]
    rows: QuerySet[AuditEntry] = reduce(lambda one, other: one.union(other, all=True), newest)
    return [
        ActivityFacts(row.code, row.subject_id, row.subject, row.details, row.at)
        for row in rows.order_by("-at", "-id")[:limit]
    ]
