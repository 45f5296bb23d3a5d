"""What suppliers tells: a supplier was added; it, how its files are taken in, or who comes first, was changed."""

from typing import Any
from uuid import UUID

from core.actor import current_actor
from core.events import Event, publish
from suppliers.models import Supplier

CREATED = "supplier.created"
UPDATED = "supplier.updated"
ORDER_CHANGED = "suppliers.order_changed"
KINDS = (CREATED, UPDATED)
# How the data of a supplier arrives before a source says otherwise.
DEFAULT_IMPORT_TYPE = "upload"


def tell_created(supplier: Supplier) -> None:
    """Publish that the supplier exists now; needs core.databases.atomic("suppliers") around it."""
    _tell(CREATED, supplier, import_type=DEFAULT_IMPORT_TYPE, created_by=current_actor().name)


def tell_updated(supplier: Supplier, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Publish the old and new values of what was changed; needs core.databases.atomic("suppliers") around it."""
    changes = {name: {"old": before.get(name), "new": value} for name, value in after.items()}
    _tell(UPDATED, supplier, changes=changes, updated_by=current_actor().name)


def tell_order_changed(tenant_id: UUID, field: str) -> None:
    """Publish that the field's own order of suppliers is another one now; needs core.databases.atomic around it."""
    publish("suppliers", Event(ORDER_CHANGED, tenant_id, tenant_id, {"field": field}))


def _tell(kind: str, supplier: Supplier, **facts: Any) -> None:
    identity = {"supplier_id": str(supplier.pk), "name": supplier.name, "code": supplier.code}
    publish("suppliers", Event(kind, supplier.tenant_id, supplier.pk, identity | facts))
