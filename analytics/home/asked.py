"""What the home page is asked for: period, supplier and status of its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.dateparse import parse_date

from analytics.periods import DAYS_OF, Period, between, last_days, latest
from analytics.selectors.figures import Scope
from core.context import May
from core.jobs import JobStatus

STATUSES = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.PROCESSING)


@dataclass(frozen=True)
class Asked:
    """Whose page it is, and what it is narrowed to; without a period each widget shows its own."""

    tenant_id: UUID
    user: Any
    may: May
    period: Period | None = None
    supplier_id: UUID | None = None
    status: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def period_or(self, days: int) -> Period:
        """The chosen period, else so many days up to today."""
        return self.period or last_days(days)

    def scope(self, days: int) -> Scope:
        """Imports of the chosen period, supplier and status."""
        return Scope(self.period_or(days), self.supplier_id, self.status)

    @cached_property
    def query(self) -> str:
        """The choices as a query string, for the addresses of the widgets."""
        chosen = {"supplier": str(self.supplier_id or ""), "status": self.status}
        values = {**(self.period.params if self.period else {}), **chosen}
        return urlencode({name: value for name, value in values.items() if value})


def read_choices(params: Mapping[str, str]) -> dict[str, Any]:
    """Period, supplier and status that an address names; what cannot be read does not narrow."""
    status = params.get("status", "")
    return {
        "period": _period(params),
        "supplier_id": _id(params.get("supplier", "")),
        "status": status if status in STATUSES else "",
    }


def _period(params: Mapping[str, str]) -> Period | None:
    since, until = _day(params.get("since", "")), _day(params.get("until", ""))
    first, last = since or until, until or since
    if first and last:
        return between(first, last)
    key = params.get("period", "")
    return latest(key) if key in DAYS_OF else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
