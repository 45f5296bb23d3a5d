"""The audit trail: acts come in from the outboxes, and leave by their age."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from analytics.models import AuditEntry
from core.audit import ACTS, INSTALLATION, record
from core.configuration import value
from core.constraints import RETENTION_FLAG
from core.databases import atomic, connection_of
from core.events import Message
from core.models import Tenant
from core.tenancy import every_tenant

RETENTION = "audit.retention_months"
SWEEP_BATCH = 5_000
_DELETE = """
DELETE FROM analytics_auditentry WHERE id IN (
    SELECT id FROM analytics_auditentry WHERE tenant_id IS NOT DISTINCT FROM %(tenant_id)s AND at < %(before)s
     ORDER BY at LIMIT %(most)s
)
"""


def keep_acts(messages: Sequence[Message]) -> None:
    """Add the acts to the trail; one that came before is left as it is. One statement."""
    with every_tenant(), atomic("analytics"):
        AuditEntry.objects.bulk_create([_entry(message) for message in messages], ignore_conflicts=True)


def sweep_old_acts() -> int:
    """Remove the acts that are older than the setting of their organisation says; returns how many.

    Acts of the installation are kept for as long as the setting's default.
    """
    months: dict[UUID | None, int] = {None: value(RETENTION)}
    months |= {pk: value(RETENTION, pk) for pk in Tenant.objects.values_list("pk", flat=True)}
    return sum(sweep_acts(tenant_id=pk, before=_months_ago(count)) for pk, count in months.items())


def _months_ago(months: int) -> datetime:
    now = timezone.now()
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=years, month=month + 1, day=min(now.day, monthrange(years, month + 1)[1]))


def sweep_acts(*, tenant_id: UUID | None, before: datetime) -> int:
    """Remove the organisation's acts older than `before` (None: those of the installation); returns how many.

    The only way out of the trail; what it did is an act itself.
    """
    removed = 0
    while count := _remove_batch(tenant_id, before):
        removed += count
    return removed


def _remove_batch(tenant_id: UUID | None, before: datetime) -> int:
    with atomic("analytics"), connection_of("analytics").cursor() as cursor:
        cursor.execute(f"SET LOCAL {RETENTION_FLAG} = 'on'")
        cursor.execute(_DELETE, {"tenant_id": tenant_id, "before": before, "most": SWEEP_BATCH})
        count: int = cursor.rowcount
        cursor.execute(f"SET LOCAL {RETENTION_FLAG} = 'off'")
        if count:
            record("audit.swept", app="analytics", tenant_id=tenant_id, count=count, older_than=before)
    return count


def _entry(message: Message) -> AuditEntry:
    act, tenant_id = message["payload"], UUID(message["tenant_id"])
    actor, known = act["actor"], ACTS.get(act["code"])
    return AuditEntry(
        tenant_id=None if tenant_id == INSTALLATION else tenant_id,
        app=message["app"],
        event_id=message["id"],
        at=parse_datetime(act["at"]) or timezone.now(),
        code=act["code"][:80],
        category=known.category if known else "",
        actor_kind=actor["kind"],
        actor_id=actor["user_id"] or None,
        actor_name=actor["name"][:300],
        subject_type=act["subject_type"],
        subject_id=act["subject_id"][:80],
        subject=act["subject"],
        before=act["before"],
        after=act["after"],
        details=act["details"],
        address=actor["address"][:45],
        user_agent=actor["user_agent"][:300],
        request_id=actor["request_id"][:80],
    )
