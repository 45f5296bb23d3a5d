"""What people have decided about columns, kept for the next file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F

from core.access import require
from core.databases import atomic
from core.errors import NotFound
from core.models import User
from suppliers.models import ConfirmedColumn, SavedMapping
from suppliers.services.saving import note, source_row


def remember_mapping(
    *,
    source_id: UUID,
    fingerprint: str,
    columns: list[str],
    mapping: dict[str, Any],
    profiles: dict[str, Any] | None = None,
) -> None:
    """Keep the confirmed mapping of a layout, with what the values of its columns look like (column -> numbers)."""
    source = source_row(source_id)
    with atomic("suppliers"):
        known = SavedMapping.objects.filter(source=source, fingerprint=fingerprint).first()
        saved, _created = SavedMapping.objects.update_or_create(
            source=source,
            fingerprint=fingerprint,
            defaults={
                "tenant_id": source.tenant_id,
                "columns": columns,
                "mapping": mapping,
                "profiles": profiles or {},
            },
        )
        SavedMapping.objects.filter(pk=saved.pk).update(use_count=F("use_count") + 1)
        if known is None or known.mapping != mapping:
            old = {"mapping": known.mapping} if known else {}
            note("mapping.remembered", source, source.supplier, before=old, after={"mapping": mapping})


def forget_mapping(*, by: User | None, source_id: UUID, mapping_id: UUID) -> None:
    """Forget the mapping of one layout: the next file of it is proposed afresh.

    Raises NotFound, PermissionRefused without `write:suppliers`.
    """
    source = source_row(source_id)
    if by is not None:
        require(by, "write:suppliers", source)
    with atomic("suppliers"):
        row = SavedMapping.objects.filter(source=source, pk=mapping_id).first()
        if row is None:
            raise NotFound(code="MAPPING_NOT_FOUND")
        note("mapping.forgotten", source, source.supplier, before={"mapping": row.mapping})
        row.delete()


def remember_columns(*, tenant_id: UUID, names: Mapping[str, str]) -> None:
    """Count that these column names (normalised) were confirmed for these fields."""
    with atomic("suppliers"):
        for name, field in names.items():
            row, _created = ConfirmedColumn.objects.get_or_create(
                tenant_id=tenant_id, name=name[:200], field=field, defaults={"times": 0}
            )
            ConfirmedColumn.objects.filter(pk=row.pk).update(times=F("times") + 1)
