"""What imports tells: a run started, waits, is held, completed, failed, was undone; a look brought nothing."""

from typing import Any
from uuid import UUID

from core.events import Event, publish

STARTED = "import.started"
COMPLETED = "import.completed"
FAILED = "import.failed"
UNDONE = "import.undone"
# For people here, not for other systems: a mapping or an approval is missing, a look at a source brought nothing.
WAITING = "import.waiting"
HELD = "import.held"
FETCH_ENDED = "fetch.ended"
# An article's EAN was found by a person (later also by a search).
EAN_RESOLVED = "ean.resolved"
# A file of the catalogue is made, or is not.
EXPORT_COMPLETED = "export.completed"
EXPORT_FAILED = "export.failed"
KINDS = (
    STARTED,
    COMPLETED,
    FAILED,
    UNDONE,
    WAITING,
    HELD,
    FETCH_ENDED,
    EAN_RESOLVED,
    EXPORT_COMPLETED,
    EXPORT_FAILED,
)


def tell(kind: str, *, tenant_id: UUID, run_id: UUID, payload: dict[str, Any]) -> None:
    """Publish the event about a run; needs core.databases.atomic("imports") around it."""
    publish("imports", Event(kind, tenant_id, run_id, payload))


def tell_ean(*, tenant_id: UUID, entry_id: UUID, payload: dict[str, Any]) -> None:
    """Publish that an article got its EAN; needs core.databases.atomic("imports") around it."""
    publish("imports", Event(EAN_RESOLVED, tenant_id, entry_id, payload))
