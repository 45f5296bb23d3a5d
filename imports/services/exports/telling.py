"""What is told about exports: acts to the audit trail, events to webhooks, news to people."""

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop

from core import audit
from core.events import Event, Message, publish
from core.models import User
from core.notifications import notify
from imports import events
from imports.models import Export

READY = gettext_noop("Export ready: %(name)s")
FAILED = gettext_noop("Export failed: %(name)s")
COUNTS = gettext_noop("%(file)s — products: %(products)s, left out: %(excluded)s.")
REASON = gettext_noop("%(name)s — %(reason)s")


def note_act(code: str, export: Export, **details: Any) -> None:
    """Record what was done to the export, inside the transaction that does it."""
    facts: dict[str, Any] = {"name": export.name, "format": export.format, "status": export.status}
    audit.record(code, app="imports", tenant_id=export.tenant_id, subject=export, **facts, **details)


def tell_completed(export: Export) -> None:
    """The file is there, and delivered where it should be."""
    counts = {"products": export.products_written, "excluded": export.products_excluded}
    note_act("export.completed", export, rows=export.rows_written, file=export.file_name, **counts)
    _publish(events.EXPORT_COMPLETED, export)


def tell_failed(export: Export) -> None:
    """It ended before its end."""
    note_act("export.failed", export, error=export.error_message, error_code=export.error_code)
    _publish(events.EXPORT_FAILED, export)


def tell_people(message: Message) -> int:
    """Tell the person who made the export, else those who manage exports; once. Returns how many are told."""
    facts = message["payload"]
    if facts["trigger"] == Export.Trigger.API:
        return 0
    good = message["kind"] == events.EXPORT_COMPLETED
    people = list(User.objects.filter(pk=facts["created_by_id"], is_active=True))
    return notify(
        "export_completed" if good else "export_failed",
        tenant_id=UUID(message["tenant_id"]),
        title=READY if good else FAILED,
        message=COUNTS if good else REASON,
        params={
            "name": facts["name"],
            "file": facts["file_name"],
            "products": facts["products"],
            "excluded": facts["excluded"],
            "reason": facts["error"]["message"] if facts["error"] else "",
        },
        url=f"/exports/{facts['export_id']}/",
        level="success" if good else "error",
        key=f"export:{facts['export_id']}:{message['id']}",
        users=people,
        permission=None if people else "manage:exports",
    )


def page_of(export: Export) -> str:
    """The address of its page."""
    return urljoin(settings.SITE_URL, f"/exports/{export.pk}/")


def _publish(kind: str, export: Export) -> None:
    failed = kind == events.EXPORT_FAILED
    payload = {
        "export_id": str(export.pk),
        "name": export.name,
        "trigger": export.trigger,
        "created_by_id": str(export.created_by_id) if export.created_by_id else None,
        "format": export.format,
        "template": export.layout,
        "file_name": export.file_name,
        "size": export.file_size,
        "rows": export.rows_written,
        "products": export.products_written,
        "excluded": export.products_excluded,
        "delivered_to": export.delivered_to,
        "link": export.checkpoint.get("link") or page_of(export),
        "kept_until": export.file_until.isoformat() if export.file_until else None,
        "duration_seconds": round(export.duration.total_seconds(), 1) if export.duration else 0,
        "error": {"code": export.error_code or "CANCELLED", "message": export.error_message} if failed else None,
    }
    publish("imports", Event(kind, export.tenant_id, export.pk, payload))
