"""Brands as their pages and the API read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.core.cache import cache
from django.db import OperationalError
from django.db.models import Count, Q, QuerySet

from catalog import similarity
from catalog.bulk import copy_out, execute, fetch
from catalog.errors import BrandNotFound
from catalog.folding import words
from catalog.models import Brand, BrandAlias
from catalog.selectors.finding import brand_key
from core.configuration import value
from core.cutting import ListPage, list_page
from core.databases import atomic
from core.tenancy import tenant_scope

SIMILARITY = "catalog.brand_similarity"
LONGEST_MS, CACHED_SECONDS, MOST_GROUPS = 3_000, 3_600, 200
State = Brand.State
_COUNTS = """
SELECT brand_id, count(*) FROM catalog_product
 WHERE tenant_id = %(tenant_id)s AND brand_id = ANY(%(ids)s::uuid[]) AND status <> 'trash' GROUP BY brand_id
"""
_NAMES = "SELECT id, name, state FROM catalog_brand WHERE tenant_id = %(tenant_id)s ORDER BY name, id"


@dataclass(frozen=True)
class BrandFacts:
    """A brand."""

    id: UUID
    name: str
    code: str
    website: str
    logo_url: str
    description: str
    is_active: bool
    state: str
    aliases: int


@dataclass(frozen=True)
class AliasFacts:
    """A spelling of a brand; `is_own_name` is the brand's present name, which cannot be removed."""

    id: UUID
    name: str
    source: str
    is_own_name: bool


@dataclass(frozen=True)
class BrandFilters:
    """Which brands; empty means all."""

    search: str = ""
    state: str = ""
    active: bool | None = None


@dataclass(frozen=True)
class Likeness:
    """A brand that may be the same, and how sure that is, from 0 to 1."""

    id: UUID
    name: str
    score: float


@dataclass(frozen=True)
class Twins:
    """Brands that may be one; the first is the one to keep: confirmed, with the most products."""

    brands: list[Likeness] = field(default_factory=list)
    score: float = 0.0


def brand_list(filters: BrandFilters, *, tenant_id: UUID, sort: str = "name", **cut: Any) -> ListPage[BrandFacts]:
    """The brands by name. Two queries."""
    with tenant_scope(tenant_id):
        return list_page(_narrowed(filters), _facts, sort=sort, **cut)


def brand(brand_id: UUID, *, tenant_id: UUID) -> BrandFacts:
    """One brand; raises BrandNotFound."""
    with tenant_scope(tenant_id):
        found = _narrowed(BrandFilters()).filter(pk=brand_id).first()
        if found is None:
            raise BrandNotFound
        return _facts(found)


def aliases_of(brand_id: UUID, *, tenant_id: UUID) -> list[AliasFacts]:
    """The spellings of a brand. Two queries; raises BrandNotFound."""
    own = brand_key(brand(brand_id, tenant_id=tenant_id).name)
    with tenant_scope(tenant_id):
        found = BrandAlias.objects.filter(brand_id=brand_id).order_by("name", "key")
        return [AliasFacts(each.pk, each.name or each.key, each.source, each.key == own) for each in found]


def brand_counts(brand_ids: Sequence[UUID], *, tenant_id: UUID) -> dict[UUID, int | None]:
    """How many products each of these brands has, not counting the trash; None where counting takes too long."""
    try:
        with atomic("catalog"):
            execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            counts = dict(fetch(_COUNTS, {"tenant_id": tenant_id, "ids": list(brand_ids)}))
    except OperationalError:
        return dict.fromkeys(brand_ids)
    return {pk: counts.get(pk, 0) for pk in brand_ids}


def brand_statistics(*, tenant_id: UUID) -> dict[str, int]:
    """How many brands, by state, and how many spellings. Two queries."""
    with tenant_scope(tenant_id):
        states = dict(Brand.objects.order_by().values_list("state").annotate(count=Count("pk")))
        active = Brand.objects.filter(is_active=True).count()
        return {
            "total": sum(states.values()),
            "active": active,
            **{state: states.get(state, 0) for state in State.values},
            "aliases": BrandAlias.objects.count(),
        }


def brand_twins(*, tenant_id: UUID, least: Decimal | float | None = None) -> list[Twins]:
    """Groups of brands whose names are alike, the surest first, at most MOST_GROUPS; kept until a name changes.

    `least` is the similarity from 0 to 1, else that of the settings. One query for the names, one for the counts.
    """
    threshold = float(least if least is not None else value(SIMILARITY, tenant_id=tenant_id))
    names = _folded_names(tenant_id)
    signature = names.hash_rows(seed=1).sum()
    key = f"catalog.brand_twins:{tenant_id}:{threshold}:{signature}"
    found: list[Twins] | None = cache.get(key)
    if found is None:
        found = _twins(names, threshold, tenant_id=tenant_id)
        cache.set(key, found, CACHED_SECONDS)
    return found


def suggestions(names: Iterable[str], *, tenant_id: UUID, most: int = 5) -> dict[str, list[Likeness]]:
    """For each name the brands that it may mean, the best first; a known spelling is sure. Two queries."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    known = _folded_names(tenant_id).filter(pl.col("state") != State.IGNORED)
    choices = dict(zip(known["id"], known["folded"], strict=True))
    spelled = dict(zip(known["id"], known["name"], strict=True))
    folded = pl.DataFrame({"name": wanted}).select(words(pl.col("name")))["name"].to_list()
    exact = _spelled(wanted, tenant_id=tenant_id)
    found: dict[str, list[Likeness]] = {}
    for name, text in zip(wanted, folded, strict=True):
        close = similarity.best_of(text, choices, least=0.6, limit=most) if text else []
        scores = dict(close)
        sure = exact.get(name)
        if sure is not None and str(sure) in choices:
            scores = {str(sure): 1.0, **{pk: score for pk, score in scores.items() if pk != str(sure)}}
        found[name] = [Likeness(UUID(pk), spelled[pk], score) for pk, score in scores.items()]
    return found


def likely_brands(brands: Sequence[BrandFacts], *, tenant_id: UUID) -> dict[UUID, list[Likeness]]:
    """For each of these brands the others that it may be, the best first. Two queries."""
    found = suggestions([each.name for each in brands], tenant_id=tenant_id, most=6)
    return {each.id: [likeness for likeness in found[each.name] if likeness.id != each.id][:5] for each in brands}


def _spelled(names: list[str], *, tenant_id: UUID) -> dict[str, UUID]:
    with tenant_scope(tenant_id):
        keys = {name: brand_key(name) for name in names}
        ids = dict(BrandAlias.objects.filter(key__in=keys.values()).values_list("key", "brand_id"))
    return {name: ids[key] for name, key in keys.items() if key in ids}


def _folded_names(tenant_id: UUID) -> pl.DataFrame:
    frame = copy_out(_NAMES, {"tenant_id": tenant_id}, columns=("id", "name", "state"))
    return frame.with_columns(words(pl.col("name")).alias("folded"))


def _twins(names: pl.DataFrame, threshold: float, *, tenant_id: UUID) -> list[Twins]:
    kept = names.filter((pl.col("state") != State.IGNORED) & (pl.col("folded") != ""))
    ids, spelled, states = kept["id"].to_list(), kept["name"].to_list(), kept["state"].to_list()
    pairs = similarity.alike(kept["folded"].to_list(), least=threshold)
    scores: dict[int, float] = defaultdict(float)
    for pair in pairs:
        for place in (pair.left, pair.right):
            scores[place] = max(scores[place], pair.score)
    found = sorted(
        similarity.groups(pairs), key=lambda places: (-max(scores[each] for each in places), spelled[places[0]])
    )[:MOST_GROUPS]
    counts = brand_counts([UUID(ids[each]) for places in found for each in places], tenant_id=tenant_id)

    def rank(place: int) -> tuple[bool, int, str]:
        return states[place] != State.CONFIRMED, -(counts.get(UUID(ids[place])) or 0), spelled[place]

    return [
        Twins(
            [Likeness(UUID(ids[each]), spelled[each], scores[each]) for each in sorted(places, key=rank)],
            max(scores[each] for each in places),
        )
        for places in found
    ]


def _narrowed(filters: BrandFilters) -> QuerySet[Brand]:
    found = Brand.objects.annotate(alias_count=Count("aliases"))
    if filters.search:
        key = brand_key(filters.search)
        spelled = BrandAlias.objects.filter(key__contains=key).values("brand_id") if key else ()
        found = found.filter(Q(name__icontains=filters.search) | Q(code=filters.search) | Q(pk__in=spelled))
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.active is not None:
        found = found.filter(is_active=filters.active)
    return found


def _facts(row: Any) -> BrandFacts:
    same = ("name", "code", "website", "logo_url", "description", "is_active", "state")
    return BrandFacts(id=row.pk, aliases=row.alias_count, **{name: getattr(row, name) for name in same})
