"""Pairs of products that may be the same: the queue, the cards, which one should remain; what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from catalog.absorbing import Candidate, proposed
from catalog.errors import DuplicateNotFound
from catalog.models import (
    AttributeValue,
    DuplicatePair,
    DuplicateRun,
    Offer,
    Product,
    ProductCompleteness,
    ProductMerge,
)
from core.cutting import ListPage, cursor_of, list_page
from core.tenancy import tenant_scope
from suppliers.selectors import suppliers_by_id

State = DuplicatePair.State
_SORT = "-score"
# The least scores that the queue offers.
STEPS = (0, 60, 70, 80, 90, 95)
# The lines of a card that a piece of evidence is about.
SHOWS: Mapping[str, str] = {
    "gtin_check_digit": "gtin",
    "gtin_packaging": "gtin",
    "gtin_as_reference": "gtin",
    "other_gtin": "gtin",
    "asin": "asin",
    "reference": "mpn",
    "other_reference": "mpn",
    "title": "title",
    "other_numbers": "title",
    "other_colour": "title",
    "other_size": "title",
    "other_brand": "brand",
    "price": "price",
    "other_price": "price",
}


@dataclass(frozen=True)
class Card:
    """One of the two products, as it is compared."""

    id: UUID
    title: str | None
    brand: str | None
    gtin: str | None
    mpn: str | None
    sku: str | None
    asin: str | None
    price: Any
    currency: str | None
    stock: int | None
    category: str | None
    status: str
    images: list[str]
    suppliers: list[str]
    attributes: int
    completeness: int | None
    created_at: datetime


@dataclass(frozen=True)
class Proposal:
    """Which of the two should remain, and the code of the reason ("" when nothing tells them apart)."""

    survivor_id: UUID
    reason: str


@dataclass(frozen=True)
class PairFacts:
    """A pair with both cards; `tones`: line of the cards -> "success" or "danger", by the evidence."""

    id: UUID
    score: int
    state: str
    evidence: list[dict[str, Any]]
    first: Card
    second: Card
    proposal: Proposal
    cursor: str
    decided_at: datetime | None = None
    merge_id: UUID | None = None
    tones: dict[str, str] = field(default_factory=dict)


def next_pair(*, tenant_id: UUID, least_score: int = 0, after: str = "") -> PairFacts | None:
    """The best pair that waits for a decision, behind the cursor of another one; raises InvalidInput."""
    found = pairs(tenant_id=tenant_id, least_score=least_score, after=after, per_page=1, counted=False)
    return found.items[0] if found.items else None


def pair_facts(pair_id: UUID, *, tenant_id: UUID) -> PairFacts:
    """One pair; raises DuplicateNotFound."""
    with tenant_scope(tenant_id):
        pair = DuplicatePair.objects.filter(pk=pair_id).select_related(*_SHOWN).first()
        if pair is None:
            raise DuplicateNotFound
        return _facts([pair])[0]


def pairs(
    *,
    tenant_id: UUID,
    state: str = State.PENDING,
    least_score: int = 0,
    page: int = 1,
    per_page: int = 20,
    after: str = "",
    counted: bool = True,
) -> ListPage[PairFacts]:
    """A page of pairs, the best first. A constant number of queries; raises InvalidInput for a damaged cursor."""
    with tenant_scope(tenant_id):
        found = _in_sight().filter(state=state, score__gte=least_score).select_related(*_SHOWN)
        cut: ListPage[DuplicatePair] = list_page(
            found, lambda pair: pair, sort=_SORT, page=page, per_page=per_page, after=after, counted=counted
        )
        facts = _facts(cut.items)
        return ListPage(facts, cut.total, cut.page, cut.per_page, cut.next_cursor)


def waiting_counts(tenant_id: UUID) -> dict[int, int]:
    """How many pairs wait, from the score 0, 60, 70, 80, 90 and 95 on. One query."""
    with tenant_scope(tenant_id):
        sums = {f"from_{least}": Count("pk", filter=Q(score__gte=least)) for least in STEPS}
        counted = waiting(0).aggregate(**sums)
    return {least: counted[f"from_{least}"] for least in STEPS}


def waiting(least_score: int) -> QuerySet[DuplicatePair]:
    """The pairs of the current tenant that wait for a decision."""
    return _in_sight().filter(state=State.PENDING, score__gte=least_score)


def decided(*, tenant_id: UUID, page: int = 1, per_page: int = 25) -> ListPage[PairFacts]:
    """What was decided, the latest first."""
    with tenant_scope(tenant_id):
        found = DuplicatePair.objects.exclude(state=State.PENDING).select_related(*_SHOWN)
        first = (page - 1) * per_page
        rows = list(found.order_by("-decided_at", "pk")[first : first + per_page])
        return ListPage(_facts(rows), found.count(), page, per_page)


def merge_into(product_id: UUID, *, tenant_id: UUID) -> ProductMerge | None:
    """The merge by which a product went into another one, if it was not undone."""
    with tenant_scope(tenant_id):
        return ProductMerge.objects.filter(absorbed_id=product_id, undone_at=None).select_related("survivor").first()


def merges_of(product_id: UUID, *, tenant_id: UUID, most: int = 20) -> list[ProductMerge]:
    """The products that went into this one, the latest first."""
    with tenant_scope(tenant_id):
        return list(ProductMerge.objects.filter(survivor_id=product_id, undone_at=None)[:most])


def duplicate_run(run_id: UUID) -> DuplicateRun:
    """A run over duplicates of the current tenant; raises DuplicateNotFound."""
    run = DuplicateRun.objects.filter(pk=run_id).first()
    if run is None:
        raise DuplicateNotFound
    return run


def last_run() -> DuplicateRun | None:
    """The latest run over duplicates of the current tenant."""
    return DuplicateRun.objects.first()


def proposal_of(pair: DuplicatePair, *, tenant_id: UUID) -> Proposal:
    """Which of the two should remain. One query beside the products."""
    with tenant_scope(tenant_id):
        scores = _scores([pair.first_id, pair.second_id])
    return _proposal(pair, scores)


_SHOWN = ("first__brand", "first__category", "second__brand", "second__category")


def _in_sight() -> QuerySet[DuplicatePair]:
    trash = Q(first__status="trash") | Q(second__status="trash")
    return DuplicatePair.objects.exclude(trash, state=State.PENDING)


def _facts(rows: Sequence[DuplicatePair]) -> list[PairFacts]:
    ids = list({pk for pair in rows for pk in (pair.first_id, pair.second_id)})
    scores, suppliers, attributes = _scores(ids), _suppliers(ids), _attributes(ids)

    def card(product: Product) -> Card:
        return Card(
            id=product.pk,
            title=product.title,
            brand=product.brand.name if product.brand else None,
            gtin=product.gtin,
            mpn=product.mpn,
            sku=product.sku,
            asin=product.asin,
            price=product.price,
            currency=product.currency,
            stock=product.stock,
            category=product.category.path if product.category else None,
            status=product.status,
            images=[address for address in (product.image_urls or "").split("\n") if address][:3],
            suppliers=suppliers.get(product.pk, []),
            attributes=attributes.get(product.pk, 0),
            completeness=scores.get(product.pk),
            created_at=product.created_at,
        )

    return [
        PairFacts(
            id=pair.pk,
            score=pair.score,
            state=pair.state,
            evidence=pair.evidence,
            first=card(pair.first),
            second=card(pair.second),
            proposal=_proposal(pair, scores),
            cursor=cursor_of(_SORT, pair.score, pair.pk),
            decided_at=pair.decided_at,
            merge_id=pair.merge_id,
            tones=_tones(pair.evidence),
        )
        for pair in rows
    ]


def _tones(evidence: Sequence[dict[str, Any]]) -> dict[str, str]:
    tones: dict[str, str] = {}
    for each in evidence:
        if line := SHOWS.get(each["code"]):
            tones[line] = "danger" if each["points"] < 0 else tones.get(line, "success")
    return tones


def _proposal(pair: DuplicatePair, scores: Mapping[UUID, int]) -> Proposal:
    first, second = (_candidate(product, scores) for product in (pair.first, pair.second))
    stays, reason = proposed(first, second)
    return Proposal(pair.first_id if stays else pair.second_id, reason)


def _candidate(product: Product, scores: Mapping[UUID, int]) -> Candidate:
    return Candidate(
        is_active=product.status == Product.Status.ACTIVE,
        has_gtin=product.gtin is not None,
        offers=product.offer_count,
        completeness=scores.get(product.pk, 0),
        age=-product.created_at.timestamp(),
    )


def _scores(ids: Sequence[UUID]) -> dict[UUID, int]:
    return dict(ProductCompleteness.objects.filter(pk__in=ids).values_list("pk", "score"))


def _suppliers(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = Offer.objects.filter(product_id__in=ids).order_by().values_list("product_id", "supplier_id").distinct()
    known = suppliers_by_id({supplier_id for _pk, supplier_id in rows})
    names: dict[UUID, list[str]] = {}
    for product_id, supplier_id in rows:
        if supplier_id in known:
            names.setdefault(product_id, []).append(known[supplier_id].name)
    return {pk: sorted(each) for pk, each in names.items()}


def _attributes(ids: Sequence[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for pk in AttributeValue.objects.filter(product_id__in=ids).values_list("product_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts
