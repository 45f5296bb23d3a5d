"""The activities of the home page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from analytics.models import Activity


@dataclass(frozen=True)
class ActivityFacts:
    """One thing that happened: `kind` like import.completed, `subject_id` the run, supplier, ... it is about."""

    kind: str
    subject_id: UUID
    facts: dict[str, Any]
    at: datetime


def recent_activity(*, limit: int = 20) -> list[ActivityFacts]:
    """The newest activities of the current tenant. One query."""
    rows = Activity.objects.all()[:limit]
    return [ActivityFacts(row.kind, row.subject_id, row.facts, row.at) for row in rows]
