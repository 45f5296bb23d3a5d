"""What imports tells: a run started, completed, failed, was undone."""

from typing import Any
from uuid import UUID

from core.events import Event, publish

STARTED = "import.started"
COMPLETED = "import.completed"
FAILED = "import.failed"
UNDONE = "import.undone"
KINDS = (STARTED, COMPLETED, FAILED, UNDONE)


def tell(kind: str, *, tenant_id: UUID, run_id: UUID, payload: dict[str, Any]) -> None:
    """Publish the event about a run; needs core.databases.atomic("imports") around it."""
    publish("imports", Event(kind, tenant_id, run_id, payload))
