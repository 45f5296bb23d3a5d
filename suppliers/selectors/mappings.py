"""Questions about mappings that were confirmed."""

from typing import Any
from uuid import UUID

from suppliers.models import ConfirmedColumn, SavedMapping


def mapping_for(source_id: UUID, fingerprint: str) -> dict[str, Any] | None:
    """The mapping confirmed for files of this layout, or None."""
    return (
        SavedMapping.objects.filter(source_id=source_id, fingerprint=fingerprint)
        .values_list("mapping", flat=True)
        .first()
    )


def latest_mapping(source_id: UUID) -> dict[str, Any] | None:
    """The mapping last confirmed for the source, whatever the layout, or None."""
    return SavedMapping.objects.filter(source_id=source_id).values_list("mapping", flat=True).first()


def confirmed_columns(tenant_id: UUID) -> dict[str, str]:
    """Column name (normalised) -> field, as this tenant has confirmed them most often. One query."""
    rows = ConfirmedColumn.objects.filter(tenant_id=tenant_id).order_by("times")
    return dict(rows.values_list("name", "field"))
