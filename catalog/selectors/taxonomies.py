"""Taxonomies and the mappings to them as their pages and the API read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from catalog.errors import CategoryNotFound, MappingNotFound, TaxonomyNotFound
from catalog.folding import fold
from catalog.matching import Place, Targets
from catalog.models import Category, CategoryMapping, Taxonomy
from core.cutting import ListPage, list_page
from core.tenancy import tenant_scope

MOST_FOUND = 20
Status = CategoryMapping.Status


@dataclass(frozen=True)
class TaxonomyFacts:
    """A taxonomy with the number of its categories."""

    id: UUID
    code: str
    name: str
    kind: str
    sync_url: str
    synced_at: datetime | None
    categories: int


@dataclass(frozen=True)
class TargetFacts:
    """A category of a taxonomy."""

    id: UUID
    name: str
    path: str
    external_id: str
    is_active: bool


@dataclass(frozen=True)
class MappingFacts:
    """A mapping; `confidence` from 0 to 100, `share` the same from 0 to 1."""

    id: UUID
    category_id: UUID
    category: str
    target_id: UUID
    target: str
    external_id: str
    kind: str
    status: str
    confidence: int

    @property
    def share(self) -> float:
        return self.confidence / 100


def taxonomies(*, tenant_id: UUID) -> list[TaxonomyFacts]:
    """All taxonomies by name. One query."""
    with tenant_scope(tenant_id):
        return [_facts(row) for row in _counted().order_by("name", "pk")]


def taxonomy(taxonomy_id: UUID, *, tenant_id: UUID) -> TaxonomyFacts:
    """One taxonomy; raises TaxonomyNotFound."""
    with tenant_scope(tenant_id):
        found = _counted().filter(pk=taxonomy_id).first()
        if found is None:
            raise TaxonomyNotFound
        return _facts(found)


def taxonomy_categories(taxonomy_id: UUID, *, tenant_id: UUID, search: str = "", **cut: Any) -> ListPage[TargetFacts]:
    """The categories of a taxonomy by path, those with these words only. Two queries."""
    with tenant_scope(tenant_id):
        found = Category.objects.filter(taxonomy_id=taxonomy_id)
        return list_page(_searched(found, "key", search), _target, **{"sort": "path", **cut})


def mapping_counts(taxonomy_id: UUID, *, tenant_id: UUID) -> dict[str, int]:
    """How many own categories have a mapping in each status, and how many none ("without"). Two queries."""
    with tenant_scope(tenant_id):
        found = CategoryMapping.objects.filter(taxonomy_id=taxonomy_id).order_by()
        counts: Mapping[str, int] = dict(found.values_list("status").annotate(count=Count("pk")))
        total = Category.objects.filter(taxonomy=None).count()
    without = total - sum(counts.values())
    return {**{status: counts.get(status, 0) for status in Status.values}, "without": without, "total": total}


def mapping_list(
    taxonomy_id: UUID, *, tenant_id: UUID, status: str = "", search: str = "", **cut: Any
) -> ListPage[MappingFacts]:
    """The mappings to a taxonomy, by the path of the own category. Two queries."""
    with tenant_scope(tenant_id):
        found = CategoryMapping.objects.filter(taxonomy_id=taxonomy_id).select_related("category", "target")
        found = found.annotate(own_path=F("category__path"))
        if status:
            found = found.filter(status=status)
        options = {"page": cut.get("page", 1), "per_page": cut.get("per_page", 20)}
        return list_page(_searched(found, "category__key", search), _mapping, sort="own_path", **options)


def mapping(mapping_id: UUID, *, tenant_id: UUID) -> MappingFacts:
    """One mapping; raises MappingNotFound."""
    with tenant_scope(tenant_id):
        found = CategoryMapping.objects.select_related("category", "target").filter(pk=mapping_id).first()
        if found is None:
            raise MappingNotFound
        return _mapping(found)


def unmapped(taxonomy_id: UUID, *, tenant_id: UUID, search: str = "", **cut: Any) -> ListPage[TargetFacts]:
    """Categories of the own tree without a mapping to the taxonomy, by path. Two queries."""
    with tenant_scope(tenant_id):
        mapped = CategoryMapping.objects.filter(taxonomy_id=taxonomy_id, category=OuterRef("pk"))
        found = Category.objects.filter(~Exists(mapped), taxonomy=None)
        return list_page(_searched(found, "key", search), _target, **{"sort": "path", **cut})


def mapping_suggestions(
    category_id: UUID, taxonomy_id: UUID, *, tenant_id: UUID, limit: int = 5
) -> list[tuple[TargetFacts, int]]:
    """Categories of the taxonomy that the own one may stand for, with a confidence; best first. Three queries."""
    with tenant_scope(tenant_id):
        key = Category.objects.filter(pk=category_id, taxonomy=None).values_list("key", flat=True).first()
        if key is None:
            raise CategoryNotFound
        words = Q()
        for word in key.split(">")[-1].split():
            words |= Q(key__contains=word[:4])
        rows = Category.objects.filter(words, taxonomy_id=taxonomy_id, is_active=True).order_by("key")
        near = {row.pk: row for row in rows[:5_000]}
        targets = Targets(Place(row.pk, tuple(row.key.split(">"))) for row in near.values())
        best = targets.best(Place(category_id, tuple(key.split(">"))), least=30, limit=limit)
        return [(_target(near[place.id]), confidence) for place, confidence in best]


def _counted() -> QuerySet[Taxonomy]:
    return Taxonomy.objects.annotate(category_count=Count("categories", filter=Q(categories__is_active=True)))


def _searched(found: QuerySet[Any], column: str, search: str) -> QuerySet[Any]:
    for word in fold(search).split() if search else ():
        found = found.filter(**{f"{column}__contains": word})
    return found


def _facts(row: Any) -> TaxonomyFacts:
    same = ("code", "name", "kind", "sync_url", "synced_at")
    return TaxonomyFacts(id=row.pk, categories=row.category_count, **{name: getattr(row, name) for name in same})


def _target(row: Category) -> TargetFacts:
    return TargetFacts(row.pk, row.name, row.path, row.external_id, row.is_active)


def _mapping(row: CategoryMapping) -> MappingFacts:
    return MappingFacts(
        id=row.pk,
        category_id=row.category_id,
        category=row.category.path,
        target_id=row.target_id,
        target=row.target.path,
        external_id=row.target.external_id,
        kind=row.kind,
        status=row.status,
        confidence=row.confidence,
    )
