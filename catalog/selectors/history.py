"""The change log: a product's history, what a run changed, what an undo kept, the feed for readers above."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from catalog.bulk import fetch
from catalog.models import Change, Product, UndoKept
from catalog.selectors.facts import ChangeFacts, ChangePage, FieldChange, KeptField, KeptPage
from catalog.selectors.words import Names
from core.tenancy import tenant_scope

_COLUMNS = ("seq", "product_id", "kind", "actor_kind", "actor_id", "actor_label", "run_id", "at", "old", "new")
_FIELD_COUNTS = """
SELECT f.key, count(*) FROM catalog_change AS c CROSS JOIN jsonb_object_keys(c.new) AS f (key)
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = 'updated' GROUP BY f.key ORDER BY 2 DESC, 1
"""


def product_history(
    product_id: UUID, *, tenant_id: UUID, page: int = 1, per_page: int = 25, sort: str = "-seq"
) -> ChangePage:
    """The product's changes, latest first unless `sort` is "seq". At most five queries."""
    with tenant_scope(tenant_id):
        found = Change.objects.filter(product_id=product_id)
        return _page(found.order_by(sort), total=found.count(), page=page, per_page=per_page)


def changes_of_run(
    run_id: UUID,
    *,
    tenant_id: UUID,
    field: str | None = None,
    kind: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> ChangePage:
    """What the run changed, in its order; `field` narrows to changes of it, `kind` to created, updated, removed."""
    with tenant_scope(tenant_id):
        found = Change.objects.filter(run_id=run_id)
        if kind:
            found = found.filter(kind=kind)
        if field:
            found = found.filter(new__has_key=field)
        result = _page(found.order_by("seq"), total=found.count(), page=page, per_page=per_page)
    if not field:
        return result
    return ChangePage([_only(item, field) for item in result.items], result.total, result.page, result.per_page)


def run_change_counts(run_id: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """`created`, `updated`, `removed` products of the run, and `fields`: how many products changed each field."""
    with tenant_scope(tenant_id):
        kinds = Change.objects.filter(run_id=run_id).values_list("kind").annotate(count=Count("pk"))
        counts = {"created": 0, "updated": 0, "removed": 0, **dict(kinds)}
    fields = fetch(_FIELD_COUNTS, {"tenant_id": tenant_id, "run_id": run_id})
    return {**counts, "fields": dict(fields)}


def undo_kept(undo_run_id: UUID, *, tenant_id: UUID, page: int = 1, per_page: int = 25) -> KeptPage:
    """The fields an undo left alone, with who changed them after the run. At most five queries."""
    with tenant_scope(tenant_id):
        found = UndoKept.objects.filter(undo_run_id=undo_run_id)
        first = (page - 1) * per_page
        rows = list(found.order_by("id")[first : first + per_page])
        titles = _titles({row.product_id for row in rows})
        names = Names.of({row.field: value} for row in rows for value in (row.run_value, row.current_value))
        items = [_kept(row, titles, names) for row in rows]
        return KeptPage(items, found.count(), page, per_page)


def changes_since(cursor: int, *, tenant_id: UUID, limit: int = 500) -> tuple[list[ChangeFacts], int]:
    """The next changes of the tenant after `cursor` (0 = from the beginning), and the cursor to go on from.

    The numbers become visible in their order, so a reader that keeps the cursor misses nothing.
    """
    with tenant_scope(tenant_id):
        found = Change.objects.filter(seq__gt=cursor, tenant_id=tenant_id).order_by("seq")
        items = _facts(list(found.values(*_COLUMNS)[:limit]))
    return items, items[-1].seq if items else cursor


def _page(found: QuerySet[Change], *, total: int, page: int, per_page: int) -> ChangePage:
    first = (page - 1) * per_page
    return ChangePage(_facts(list(found.values(*_COLUMNS)[first : first + per_page])), total, page, per_page)


def _facts(rows: list[dict[str, Any]]) -> list[ChangeFacts]:
    titles = _titles({row["product_id"] for row in rows})
    names = Names.of(_logged(row, side) for row in rows for side in ("old", "new"))
    return [_fact(row, titles, names) for row in rows]


def _fact(row: dict[str, Any], titles: Mapping[UUID, str], names: Names) -> ChangeFacts:
    old, new = _logged(row, "old"), _logged(row, "new")
    fields = [
        FieldChange(name, names.label(name), names.readable(name, old.get(name)), names.readable(name, new.get(name)))
        for name in {**old, **new}
    ]
    title = titles.get(row["product_id"]) or str((row["old"] or {}).get("title") or "")
    kept = {name: row[name] for name in _COLUMNS if name not in ("old", "new")}
    return ChangeFacts(**kept, product_title=title, fields=fields)


def _logged(row: dict[str, Any], side: str) -> dict[str, Any]:
    """The logged values; a removed product's old row is kept whole, and is no list of changes."""
    return {} if row["kind"] == Change.Kind.REMOVED else row[side] or {}


def _only(item: ChangeFacts, name: str) -> ChangeFacts:
    fields = [change for change in item.fields if change.name == name]
    return ChangeFacts(**{**item.__dict__, "fields": fields})


def _titles(product_ids: set[UUID]) -> dict[UUID, str]:
    found = Product.objects.filter(pk__in=product_ids).values_list("pk", "title")
    return {pk: title or "" for pk, title in found}


def _kept(row: UndoKept, titles: Mapping[UUID, str], names: Names) -> KeptField:
    return KeptField(
        product_id=row.product_id,
        product_title=titles.get(row.product_id, ""),
        name=row.field,
        label=names.label(row.field),
        run_value=names.readable(row.field, row.run_value),
        current_value=None if row.field == "*" else names.readable(row.field, row.current_value),
        changed_by_kind=row.changed_by_kind,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
