"""The audit trail as every app writes it: `record` puts an act into the app's outbox, db_analytics keeps it for good.

The act stands in the same transaction as the change it tells about, so that neither can be there without the other.
Secrets are masked here, before anything is written.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone

from core.actor import current_actor
from core.audit.acts import ACTS, Act, Category, register
from core.audit.masking import masked, storable
from core.databases import atomic, connection_of
from core.events import Event, publish
from core.tenancy import current_tenant_id

RECORDED = "audit.recorded"
# Acts that concern no organisation (an unknown person who tries to sign in, a command for the whole installation).
INSTALLATION = UUID(int=0)

__all__ = ["ACTS", "INSTALLATION", "RECORDED", "Act", "Category", "changes", "record", "register"]


def record(
    code: str,
    *,
    app: str = "core",
    tenant_id: UUID | None = None,
    subject: models.Model | tuple[str, Any, str] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **details: Any,
) -> None:
    """Write the act `code` (registered, else ValueError) down, as done by the current actor.

    `subject` is what it was done to: a row, or (type, id, label). `before` and `after` are the old and new values of
    what changed, `details` the values the act's text names. The tenant is the given one, else the subject's, else the
    current one, else none. Inside the app's transaction when there is one.
    """
    if code not in ACTS:
        raise ValueError(f"{code!r} is no act of the audit trail: register it in the app's audit module.")
    kind, key, label = _identity(subject)
    tenant = tenant_id or getattr(subject, "tenant_id", None) or current_tenant_id() or INSTALLATION
    actor = current_actor()
    payload = {
        "code": code,
        "at": timezone.now().isoformat(),
        "subject_type": kind,
        "subject_id": key,
        "subject": label,
        "before": masked(before or {}),
        "after": masked(after or {}),
        "details": masked(details),
        "actor": {
            "kind": actor.kind,
            "user_id": str(actor.user_id) if actor.user_id else "",
            "name": actor.name,
            "address": actor.address,
            "user_agent": actor.user_agent,
            "request_id": actor.request_id,
        },
    }
    event = Event(RECORDED, tenant, uuid4(), payload)
    if connection_of(app).in_atomic_block:
        publish(app, event)
        return
    with atomic(app):
        publish(app, event)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of the keys whose values differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _identity(subject: models.Model | tuple[str, Any, str] | None) -> tuple[str, str, str]:
    if subject is None:
        return "", "", ""
    if isinstance(subject, models.Model):
        return subject._meta.label, str(subject.pk), storable(str(subject)[:200])
    kind, key, label = subject
    return storable(kind), storable(str(key or ""))[:80], storable(str(label)[:200])
