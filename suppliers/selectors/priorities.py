"""Questions about the order of suppliers for single fields."""

from uuid import UUID

from suppliers.models import FieldPriority


def field_priorities(tenant_id: UUID) -> dict[str, dict[UUID, int]]:
    """For each field with an order of its own: supplier -> place, the lowest wins. One query."""
    places: dict[str, dict[UUID, int]] = {}
    rows = FieldPriority.objects.filter(tenant_id=tenant_id).order_by("field", "rank", "id")
    for name, supplier_id, rank in rows.values_list("field", "supplier_id", "rank"):
        places.setdefault(name, {})[supplier_id] = rank
    return places
