"""The audit trail: acts come in from the outboxes, and leave by their age."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from analytics.models import AuditEntry
from core.audit import ACTS, INSTALLATION, record
from core.constraints import RETENTION_FLAG
from core.databases import atomic, connection_of
from core.events import Message
from core.tenancy import every_tenant

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
        code=act["code"],
        category=known.category if known else "",
        actor_kind=actor["kind"],
        actor_id=actor["user_id"] or None,
        actor_name=actor["name"],
        subject_type=act["subject_type"],
        subject_id=act["subject_id"],
        subject=act["subject"],
        before=act["before"],
        after=act["after"],
        details=act["details"],
        address=actor["address"][:45],
        user_agent=actor["user_agent"],
        request_id=actor["request_id"],
    )
