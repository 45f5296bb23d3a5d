"""The organisation's own tree of categories as its pages and the API read it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import OperationalError
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.bulk import execute, fetch
from catalog.errors import CategoryNotFound
from catalog.folding import fold
from catalog.models import Category, CategoryAlias, CategoryAttribute
from core.cutting import ListPage, list_page
from core.databases import atomic
from core.tenancy import tenant_scope

CACHED_SECONDS, LONGEST_MS, MOST_FOUND, MOST_CHILDREN = 30, 4_000, 100, 2_000
_COUNTS = """
SELECT category_id, count(*) FROM catalog_product
 WHERE tenant_id = %(tenant_id)s AND category_id IS NOT NULL GROUP BY category_id
"""


@dataclass(frozen=True)
class CategoryFacts:
    """A category; `path` reads "A > B", `has_children` says whether more lies below."""

    id: UUID
    parent_id: UUID | None
    name: str
    path: str
    depth: int
    position: int
    is_active: bool
    description: str
    has_children: bool


@dataclass(frozen=True)
class CategoryCounts:
    """Products that lie in a category itself, and in it or below it; by main category, with the trash."""

    own: int
    all: int


@dataclass(frozen=True)
class MemberFacts:
    """An attribute that products of a category have; `inherited_from` is the path of the category that asks for it."""

    attribute: str
    is_required: bool
    inherited_from: str = ""


def children(parent_id: UUID | None, *, tenant_id: UUID) -> list[CategoryFacts]:
    """The categories right below (None: at the top) in their order. One query."""
    with tenant_scope(tenant_id):
        found = _own().filter(parent_id=parent_id).order_by("position", "path")
        return [_facts(row) for row in found[:MOST_CHILDREN]]


def opened_tree(category_id: UUID, *, tenant_id: UUID) -> dict[UUID | None, list[CategoryFacts]]:
    """What is shown when the tree is opened down to a category: parent -> categories below. Three queries."""
    with tenant_scope(tenant_id):
        category = Category.objects.filter(pk=category_id, taxonomy=None).first()
        if category is None:
            raise CategoryNotFound
        opened = [None, *category.above(), category.pk]
        found = _own().filter(Q(parent_id__in=opened[1:]) | Q(parent_id=None)).order_by("position", "path")
        shown: dict[UUID | None, list[CategoryFacts]] = {}
        for row in found:
            shown.setdefault(row.parent_id, []).append(_facts(row))
    return shown


def category(category_id: UUID, *, tenant_id: UUID) -> CategoryFacts:
    """One category of the own tree; raises CategoryNotFound."""
    with tenant_scope(tenant_id):
        found = _own().filter(pk=category_id).first()
        if found is None:
            raise CategoryNotFound
        return _facts(found)


def category_list(
    *, tenant_id: UUID, search: str = "", parent_id: UUID | None = None, active: bool | None = None, **cut: Any
) -> ListPage[CategoryFacts]:
    """The categories by path, those of the branch below `parent_id` only, if it is given. Two or three queries."""
    with tenant_scope(tenant_id):
        found = _searched(_own(), search)
        if parent_id is not None:
            key = Category.objects.filter(pk=parent_id, taxonomy=None).values_list("key", flat=True).first()
            found = found.filter(key__startswith=f"{key}>") if key else found.none()
        if active is not None:
            found = found.filter(is_active=active)
        return list_page(found, _facts, **{"sort": "path", **cut})


def found_categories(search: str, *, tenant_id: UUID) -> list[CategoryFacts]:
    """The categories whose path has the words, at most MOST_FOUND. One query."""
    with tenant_scope(tenant_id):
        return [_facts(row) for row in _searched(_own(), search).order_by("path")[:MOST_FOUND]]


def whole_tree(*, tenant_id: UUID, root_id: UUID | None = None) -> list[dict[str, Any]]:
    """The tree as nested dictionaries, or the branch of one category. One query; raises CategoryNotFound."""
    with tenant_scope(tenant_id):
        rows = [_facts(row) for row in _own().order_by("depth", "position", "path")]
    nodes: dict[UUID, dict[str, Any]] = {
        row.id: {"id": row.id, "name": row.name, "path": row.path, "children": []} for row in rows
    }
    if root_id is not None and root_id not in nodes:
        raise CategoryNotFound
    for row in rows:
        if row.parent_id is not None and row.parent_id in nodes:
            nodes[row.parent_id]["children"].append(nodes[row.id])
    return [nodes[root_id]] if root_id else [nodes[row.id] for row in rows if row.parent_id is None]


def category_counts(*, tenant_id: UUID) -> Mapping[UUID, CategoryCounts] | None:
    """Products by category, at most CACHED_SECONDS old; None when counting takes too long. Two queries or none."""
    key = f"catalog.category_counts:{tenant_id}"
    found: Mapping[UUID, CategoryCounts] | None = cache.get(key)
    if found is None:
        try:
            with atomic("catalog"):
                execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
                own = dict(fetch(_COUNTS, {"tenant_id": tenant_id}))
        except OperationalError:
            return None
        found = _summed(own, tenant_id=tenant_id)
        cache.set(key, found, CACHED_SECONDS)
    return found


def former_paths(category_id: UUID, *, tenant_id: UUID) -> list[str]:
    """Paths that lead to the category besides its own. One query."""
    with tenant_scope(tenant_id):
        found = CategoryAlias.objects.filter(category_id=category_id).order_by("path")
        return list(found.values_list("path", flat=True))


def attributes_of(category_id: UUID, *, tenant_id: UUID) -> list[MemberFacts]:
    """The attributes that products of the category have, those of the categories above first. Three queries."""
    with tenant_scope(tenant_id):
        found = Category.objects.filter(pk=category_id, taxonomy=None).first()
        if found is None:
            raise CategoryNotFound
        above = found.above() if found.depth > 1 else []
        rows = (
            CategoryAttribute.objects.filter(category_id__in=[*above, found.pk])
            .select_related("attribute", "category")
            .order_by("category__depth", "position", "id")
        )
        return [
            MemberFacts(row.attribute.name, row.is_required, "" if row.category_id == found.pk else row.category.path)
            for row in rows
        ]


def statistics(*, tenant_id: UUID) -> dict[str, int]:
    """How many categories, how deep, how many at the top. One query."""
    with tenant_scope(tenant_id):
        rows = list(Category.objects.filter(taxonomy=None).order_by().values_list("depth", "is_active"))
    return {
        "total": len(rows),
        "active": sum(active for _depth, active in rows),
        "at_the_top": sum(depth == 1 for depth, _active in rows),
        "depth": max((depth for depth, _active in rows), default=0),
    }


def _own() -> QuerySet[Category]:
    below = Category.objects.order_by().filter(parent=OuterRef("pk"))
    return Category.objects.filter(taxonomy=None).annotate(has_children=Exists(below))


def _searched(found: QuerySet[Category], search: str) -> QuerySet[Category]:
    for word in fold(search).split():
        found = found.filter(key__contains=word)
    return found


def _summed(own: Mapping[UUID, int], *, tenant_id: UUID) -> dict[UUID, CategoryCounts]:
    with tenant_scope(tenant_id):
        keys = dict(Category.objects.filter(taxonomy=None).order_by().values_list("key", "pk"))
    below: Counter[UUID] = Counter()
    for key, pk in keys.items():
        for above in _with_those_above(key):
            if above in keys:
                below[keys[above]] += own.get(pk, 0)
    return {pk: CategoryCounts(own.get(pk, 0), below[pk]) for pk in keys.values()}


def _with_those_above(key: str) -> Iterable[str]:
    names: Sequence[str] = key.split(">")
    return (">".join(names[: depth + 1]) for depth in range(len(names)))


def _facts(row: Any) -> CategoryFacts:
    same = ("parent_id", "name", "path", "depth", "position", "is_active", "description", "has_children")
    return CategoryFacts(id=row.pk, **{name: getattr(row, name) for name in same})
