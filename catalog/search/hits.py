"""Products in the order of how well they fit what was typed (docs/decisions/0067-search.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Left

from catalog.folding import fold
from catalog.models import Product
from catalog.models.product import TITLE_SORT_LENGTH
from catalog.search.queries import Query, read_query
from catalog.search.vocabulary import corrected, other_forms
from catalog.selectors.filters import ProductFilters
from catalog.selectors.narrowing import narrowed
from catalog.selectors.searching import beginning, exactly, fitting, matching
from core.tenancy import tenant_scope

# So many products with all the words are put in order; where more have them, the text says too little to choose by.
CANDIDATES = 200
# The first titles that begin with the text, by the alphabet.
BEGINNINGS = 60
# Fewer hits than this, and words that nothing has are taken for mistyped.
FEW = 3
_VALUES = ("id", "kind", "title", "sku", "gtin", "asin", "mpn", "status", "brand__name", "image_urls", "search_text")


class Fit(IntEnum):
    """How well a product fits, best first."""

    CODE = 1
    TITLE = 2
    BEGINNING = 3
    IN_A_ROW = 4
    WHOLE_WORDS = 5
    BEGINNINGS = 6
    CORRECTED = 7


@dataclass(frozen=True)
class ProductHit:
    """A product that was found."""

    id: UUID
    kind: str
    title: str
    sku: str
    gtin: str
    asin: str
    brand: str
    status: str
    image_url: str
    fit: Fit


@dataclass(frozen=True)
class ProductHits:
    """Products, the best first; `corrected` is the text they were found with where that is not what was typed."""

    items: list[ProductHit]
    corrected: str = ""


def search_products(text: str, *, tenant_id: UUID, seen_by: Any = None, limit: int = 10) -> ProductHits:
    """The products that fit the text best, but for those in the trash; mistyped words are corrected. Few queries.

    `seen_by`: who searches; without the right by role only products granted are found.
    """
    with tenant_scope(tenant_id):
        query = read_query(text)
        if query.is_blank:
            return ProductHits([])
        found = narrowed(ProductFilters(seen_by=seen_by))
        rows = _best(found, query, tenant_id=tenant_id, limit=limit)
        if len(rows) >= min(FEW, limit) or any(fit is Fit.CODE for fit, _row in rows):
            return ProductHits([_hit(row, fit) for fit, row in rows])
        return _with_corrections(found, text, query, rows, tenant_id=tenant_id, limit=limit)


def correction(text: str, *, tenant_id: UUID) -> str:
    """The text with words that no product has replaced by the nearest ones that some have; "" without any."""
    query = read_query(text)
    spelled = dict(zip(query.words, corrected(query.words, tenant_id=tenant_id), strict=True)) if query.words else {}
    if all(word == meant for word, meant in spelled.items()):
        return ""
    return " ".join(spelled.get(fold(part), part) for part in text.split())


Rows = list[tuple[Fit, dict[str, Any]]]


def _with_corrections(
    found: "QuerySet[Product]", text: str, query: Query, rows: Rows, *, tenant_id: UUID, limit: int
) -> ProductHits:
    hits = [_hit(row, fit) for fit, row in rows]
    spelled = correction(text, tenant_id=tenant_id)
    if not spelled:
        return ProductHits(hits)
    others = _best(found, read_query(spelled), tenant_id=tenant_id, limit=limit)
    known = {hit.id for hit in hits}
    more = [_hit(row, Fit.CORRECTED) for _fit, row in others if row["id"] not in known]
    return ProductHits([*hits, *more][:limit], corrected=spelled if more else "")


def _best(found: "QuerySet[Product]", query: Query, *, tenant_id: UUID, limit: int) -> Rows:
    found = fitting(found, query)
    typed = fold(query.code)
    forms = other_forms(query.words, tenant_id=tenant_id)
    rows: dict[UUID, tuple[Fit, dict[str, Any]]] = {}
    for part, known in _parts(found, query, typed, forms):
        for row in part.values(*_VALUES):
            rows.setdefault(row["id"], (known or _fit(row, query, typed, forms), row))
        if len(rows) >= limit:
            break
    return sorted(rows.values(), key=lambda each: _place(each[0], each[1], query))[:limit]


def _parts(
    found: "QuerySet[Product]", query: Query, typed: str, forms: Mapping[str, Sequence[str]]
) -> Iterator[tuple["QuerySet[Product]", Fit | None]]:
    """Ways to good hits, the best first, each along its own index; with the fit where the way decides it."""
    if query.code:
        yield found.filter(pk__in=_any_of(exactly(query.code)))[:CANDIDATES], Fit.CODE
    if any(letter.isdigit() for letter in query.code):
        yield found.filter(pk__in=_any_of(beginning(query.code)))[:CANDIDATES], Fit.BEGINNING
    if typed:
        start = Left("search_text", Value(TITLE_SORT_LENGTH))
        begins = found.alias(start=start).filter(start__startswith=typed[:TITLE_SORT_LENGTH])
        yield begins.order_by(start, "pk")[:BEGINNINGS], None
    match = matching(query, forms)
    if match is not None:
        yield found.filter(match)[:CANDIDATES], None
    elif not query.code:
        yield found.order_by("-updated_at", "-pk")[:CANDIDATES], None


def _any_of(ways: Sequence["QuerySet[Any, Any]"]) -> "QuerySet[Any, Any]":
    first, *others = ways
    return first.union(*others) if others else first


def _fit(row: Mapping[str, Any], query: Query, typed: str, forms: Mapping[str, Sequence[str]]) -> Fit:
    text = row["search_text"]
    if typed and row["mpn"] and fold(row["mpn"]).replace(" ", "") == typed.replace(" ", ""):
        return Fit.CODE
    if typed and text.startswith(typed):
        return Fit.TITLE if fold(row["title"] or "") == typed else Fit.BEGINNING
    if f" {query.text} " in f" {text} ":
        return Fit.IN_A_ROW
    words = set(text.split())
    if all(word in words or not words.isdisjoint(forms.get(word, ())) for word in query.words):
        return Fit.WHOLE_WORDS
    return Fit.BEGINNINGS


def _place(fit: Fit, row: Mapping[str, Any], query: Query) -> tuple[Any, ...]:
    """Within one fit: what is sold before what is not, words near the front, short names."""
    text = row["search_text"]
    front = min((place for word in query.words if (place := text.find(word)) >= 0), default=0)
    return (fit, row["status"] != Product.Status.ACTIVE, front, len(text), text, str(row["id"]))


def _hit(row: Mapping[str, Any], fit: Fit) -> ProductHit:
    return ProductHit(
        id=row["id"],
        kind=row["kind"],
        title=row["title"] or "",
        sku=row["sku"] or "",
        gtin=row["gtin"] or "",
        asin=row["asin"] or "",
        brand=row["brand__name"] or "",
        status=row["status"],
        image_url=(row["image_urls"] or "").split("\n")[0],
        fit=fit,
    )
