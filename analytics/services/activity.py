"""The activities of the home page."""

from typing import Any
from uuid import UUID

from analytics.models import Activity
from core.databases import atomic
from core.tenancy import tenant_scope


def record_activity(*, app: str, event: dict[str, Any]) -> bool:
    """Keep the event for the activity list; False when it was there already (events may come twice)."""
    tenant_id = UUID(event["tenant_id"])
    with tenant_scope(tenant_id), atomic("analytics"):
        _row, is_new = Activity.objects.get_or_create(
            app=app,
            event_id=event["id"],
            defaults={
                "tenant_id": tenant_id,
                "kind": event["kind"],
                "subject_id": UUID(event["aggregate_id"]),
                "facts": event["payload"],
            },
        )
    return is_new
