"""How many products each choice of the filters would leave: counted apart from the list, which never waits for it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import OperationalError
from django.db.models import Count, F, Func, Q, QuerySet, TextField

from catalog.bulk import execute
from catalog.models import Brand, Category, Offer, Product
from catalog.selectors.filters import ProductFilters
from catalog.selectors.lists import filtered
from catalog.selectors.narrowing import FLAGS
from core.databases import atomic
from core.tenancy import tenant_scope
from suppliers.selectors import suppliers_by_id

CACHED_SECONDS = 60
# Counting that takes longer is given up: the choices are shown without numbers.
LONGEST_MS = 4_000
MOST_CHOICES = 40
# Counting these would ask every product for its offers.
UNCOUNTED = frozenset({"has_multiple_suppliers"})
_EVERY_STATUS = tuple(Product.Status.values)


@dataclass(frozen=True)
class Choice:
    """A value of a filter with its label and the number of products; `depth` is its place in a tree."""

    value: str
    label: str
    count: int | None
    depth: int = 1


@dataclass(frozen=True)
class Facets:
    """The choices by name of the filter; flags as (yes, no)."""

    choices: dict[str, list[Choice]] = field(default_factory=dict)
    flags: dict[str, tuple[int, int]] = field(default_factory=dict)


def facets(tenant_id: UUID, filters: ProductFilters) -> Facets | None:
    """The choices with their numbers, at most CACHED_SECONDS old; None when counting takes too long.

    Each filter is counted as if it were not set, the others as they are.
    """
    named = repr(replace(filters, seen_by=getattr(filters.seen_by, "pk", None)))
    key = f"catalog.facets:{tenant_id}:{hashlib.sha256(named.encode()).hexdigest()}"
    found: Facets | None = cache.get(key)
    if found is None:
        found = _counted(tenant_id, filters)
        if found is not None:
            cache.set(key, found, CACHED_SECONDS)
    return found


def _counted(tenant_id: UUID, filters: ProductFilters) -> Facets | None:
    try:
        with tenant_scope(tenant_id), atomic("catalog"):
            execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            return Facets(
                {
                    "status": _of_column("status", filtered(replace(filters, statuses=_EVERY_STATUS))),
                    "kind": _of_column("kind", filtered(replace(filters, kinds=()))),
                    "supplier_id": _suppliers(filtered(replace(filters, supplier_ids=()))),
                    "brand_id": _brands(filtered(replace(filters, brand_ids=(), brands=()))),
                    "category_id": _categories(filtered(replace(filters, category_ids=(), category=""))),
                    "tag": _tags(filtered(replace(filters, tags=()))),
                },
                _flags(filters),
            )
    except OperationalError:
        return None


def _of_column(name: str, found: QuerySet[Product]) -> list[Choice]:
    counts = dict(found.order_by().values_list(name).annotate(count=Count("pk")))
    column: Any = Product._meta.get_field(name)
    labels = dict(column.choices or ())
    return [Choice(value, str(label), counts.get(value, 0)) for value, label in labels.items()]


def _flags(filters: ProductFilters) -> dict[str, tuple[int, int]]:
    """All flags that are not set in one query, each of the others without itself."""
    conditions = {name: condition() for name, condition in FLAGS.items() if name not in UNCOUNTED}
    conditions["in_stock"] = Q(stock__gt=0)
    active = [name for name in conditions if getattr(filters, name) is not None]
    groups = [(filters, [name for name in conditions if name not in active])]
    groups += [(_without(filters, name), [name]) for name in active]
    counts: dict[str, tuple[int, int]] = {}
    for wanted, names in groups:
        sums = {name: Count("pk", filter=conditions[name]) for name in names}
        row = filtered(wanted).order_by().aggregate(total=Count("pk"), **sums)
        counts |= {name: (row[name], row["total"] - row[name]) for name in names}
    return counts


def _without(filters: ProductFilters, name: str) -> ProductFilters:
    changes: dict[str, Any] = {name: None}
    return replace(filters, **changes)


def _suppliers(found: QuerySet[Product]) -> list[Choice]:
    offers = Offer.objects.order_by().filter(product__in=found.order_by().values("pk"))
    counts = dict(offers.values_list("supplier_id").annotate(count=Count("product", distinct=True)))
    names = suppliers_by_id(counts)
    rows = [Choice(str(pk), names[pk].name, count) for pk, count in counts.items() if pk in names]
    return sorted(rows, key=lambda row: row.label.casefold())


def _brands(found: QuerySet[Product]) -> list[Choice]:
    counts = _most(found.filter(brand__isnull=False), "brand_id")
    names = dict(Brand.objects.filter(pk__in=counts).values_list("pk", "name"))
    return [Choice(str(pk), names[pk], count) for pk, count in counts.items() if pk in names]


def _tags(found: QuerySet[Product]) -> list[Choice]:
    each = found.filter(tags__isnull=False).annotate(tag=Func(F("tags"), function="unnest", output_field=TextField()))
    return [Choice(tag, tag, count) for tag, count in _most(each, "tag").items()]


def _most(found: QuerySet[Any], name: str) -> dict[Any, int]:
    counts = found.order_by().values_list(name).annotate(count=Count("pk")).order_by("-count", name)
    return dict(counts[:MOST_CHOICES])


def _categories(found: QuerySet[Product]) -> list[Choice]:
    """The tree of those that hold products, with the sums of what lies below; the largest, in the order of paths."""
    direct = dict(found.order_by().filter(category__isnull=False).values_list("category_id").annotate(Count("pk")))
    keys = dict(Category.objects.order_by().filter(pk__in=direct).values_list("pk", "key"))
    sums: Counter[str] = Counter()
    for pk, count in direct.items():
        for key in _with_those_above(keys.get(pk, "")):
            sums[key] += count
    wanted = dict(sums.most_common(MOST_CHOICES))
    rows = Category.objects.filter(taxonomy__isnull=True, key__in=wanted).order_by("path")
    return [Choice(str(row.pk), row.name, wanted[row.key], row.depth) for row in rows]


def _with_those_above(key: str) -> Iterable[str]:
    names = key.split(">") if key else []
    return [">".join(names[:depth]) for depth in range(1, len(names) + 1)]
