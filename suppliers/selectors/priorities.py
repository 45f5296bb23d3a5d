"""Questions about the order of suppliers for single fields."""

from uuid import UUID

from core.degraded import tolerated
from suppliers.models import FieldPriority


def field_priorities(tenant_id: UUID) -> dict[str, dict[UUID, int]]:
    """For each field with an order of its own: supplier -> place, the lowest wins. One query.

    A page goes on without the orders while db_suppliers is away; work does not.
    """
    return tolerated(lambda: _places(tenant_id), otherwise={})


def _places(tenant_id: UUID) -> dict[str, dict[UUID, int]]:
    places: dict[str, dict[UUID, int]] = {}
    rows = FieldPriority.objects.filter(tenant_id=tenant_id).order_by("field", "rank", "id")
    for name, supplier_id, rank in rows.values_list("field", "supplier_id", "rank"):
        places.setdefault(name, {})[supplier_id] = rank
    return places
