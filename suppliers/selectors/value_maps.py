"""Questions about what suppliers' words mean here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from core.access.visibility import visible
from core.cutting import ListPage, list_page
from suppliers.models import ValueMapping

READ = "read:suppliers"
OF_SUPPLIERS = {"suppliers.Supplier": "source__supplier__pk"}


@dataclass(frozen=True)
class ValueMapFacts:
    """A word and its meaning; without a source it counts in all files."""

    id: UUID
    field: str
    value: str
    target: str
    source_id: UUID | None
    source_name: str
    supplier_id: UUID | None
    supplier_name: str
    times: int
    updated_at: datetime


def value_maps_for(source_id: UUID) -> dict[str, dict[str, str]]:
    """Field -> folded word -> value here, for files of the source: its own win over those of all. One query."""
    found = ValueMapping.objects.filter(Q(source=None) | Q(source_id=source_id))
    maps: dict[str, dict[str, str]] = {}
    rows = found.order_by(F("source").asc(nulls_first=True), "field", "value_key")
    for field, key, target in rows.values_list("field", "value_key", "target"):
        maps.setdefault(field, {})[key] = target
    return maps


def known_words(source_ids: Iterable[UUID], fields: Iterable[str]) -> set[tuple[UUID | None, str, str]]:
    """Source, field and folded word of what has a meaning in files of these sources; no source: in all. One query."""
    found = ValueMapping.objects.filter(Q(source=None) | Q(source_id__in=set(source_ids)), field__in=set(fields))
    return set(found.order_by().values_list("source_id", "field", "value_key"))


def value_map_list(
    *, search: str = "", field: str = "", source_id: UUID | None = None, seen_by: Any = None, **cut: Any
) -> ListPage[ValueMapFacts]:
    """Meanings of the current tenant, by field and word; of a source: its own and those of all. Two queries.

    `cut` (sort, page, per_page, after) as `core.cutting.list_page` takes them.
    """
    found = _rows(seen_by)
    if search:
        found = found.filter(Q(value__icontains=search) | Q(target__icontains=search))
    if field:
        found = found.filter(field=field)
    if source_id is not None:
        found = found.filter(Q(source=None) | Q(source_id=source_id))
    return list_page(found, _facts, **{"sort": "field", **cut})


def value_map_fields(*, seen_by: Any = None) -> list[str]:
    """The fields for which words have a meaning. One query."""
    return list(_rows(seen_by).order_by("field").values_list("field", flat=True).distinct())


def value_maps_by_id(ids: list[UUID]) -> list[ValueMapFacts]:
    """These meanings, in this order. One query."""
    rows = {row.pk: row for row in _rows(None).filter(pk__in=ids)}
    return [_facts(rows[key]) for key in ids if key in rows]


def _rows(user: Any) -> QuerySet[ValueMapping]:
    """All rows for those who hold the right; with grants on some sources, theirs."""
    rows = ValueMapping.objects.select_related("source__supplier")
    return rows if user is None else visible(rows, user, READ, through=OF_SUPPLIERS)


def _facts(row: ValueMapping) -> ValueMapFacts:
    source = row.source
    return ValueMapFacts(
        id=row.pk,
        field=row.field,
        value=row.value,
        target=row.target,
        source_id=source.pk if source else None,
        source_name=source.name if source else "",
        supplier_id=source.supplier.pk if source else None,
        supplier_name=source.supplier.name if source else "",
        times=row.times,
        updated_at=row.updated_at,
    )
