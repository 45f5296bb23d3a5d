"""Questions about mappings that were confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from suppliers.models import ConfirmedColumn, SavedMapping


@dataclass(frozen=True)
class RememberedMapping:
    """A mapping confirmed for a layout; `profiles`: mapped column -> what its values looked like."""

    id: UUID
    fingerprint: str
    columns: list[str]
    mapping: dict[str, Any]
    profiles: dict[str, dict[str, Any]]
    use_count: int
    updated_at: datetime


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


def last_remembered(source_id: UUID) -> RememberedMapping | None:
    """The mapping last confirmed for the source with all that is remembered of its layout, or None. One query."""
    row = SavedMapping.objects.filter(source_id=source_id).first()
    return _remembered(row) if row else None


def remembered_mappings(source_id: UUID) -> list[RememberedMapping]:
    """What is remembered per layout of a source, the last confirmed first. One query."""
    return [_remembered(row) for row in SavedMapping.objects.filter(source_id=source_id)]


def _remembered(row: SavedMapping) -> RememberedMapping:
    return RememberedMapping(
        id=row.pk,
        fingerprint=row.fingerprint,
        columns=row.columns,
        mapping=row.mapping,
        profiles=row.profiles,
        use_count=row.use_count,
        updated_at=row.updated_at,
    )


def confirmed_columns(tenant_id: UUID) -> dict[str, str]:
    """Column name (normalised) -> field, as this tenant has confirmed them most often. One query."""
    rows = ConfirmedColumn.objects.filter(tenant_id=tenant_id).order_by("times")
    return dict(rows.values_list("name", "field"))
