"""Lists of products: filters, sort, pages that stay fast at any depth, totals that never count a million rows."""

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Left

from catalog.folding import fold
from catalog.models import Category, Change, Offer, Product
from catalog.models.product import TITLE_SORT_LENGTH
from catalog.rights import READ, visible_products
from catalog.selectors.facts import ProductPage, ProductRow
from catalog.selectors.statistics import CACHED_SECONDS
from core.access import allowed
from core.cutting import cursor_of, damaged_cursor, read_cursor
from core.errors import InvalidInput
from core.tenancy import current_tenant_id, tenant_scope

# Totals are exact up to here; beyond, counting would take longer than the page.
EXACT_TOTAL = 10_000
# Where grants cut the list, each counted row asks for its suppliers.
EXACT_CUT_TOTAL = 1_000
# GTINs are kept with 14 digits: people type 14, 13, 12 or 8 of them.
_LEADING_ZEROS = (0, 1, 2, 6)
SHORTEST_CODE = 4
LONGEST_PAGE = 200
SORTS = ("title", "price", "stock", "created_at", "updated_at")
_ROW = ("id", "gtin", "sku", "title", "brand__name", "mpn", "category__path", "price", "currency", "stock", "status")
_ROW_TAIL = ("search_text", "image_urls", "offer_count", "created_at", "updated_at")


@dataclass(frozen=True)
class ProductFilters:
    """What a list of products is narrowed to; everything combines with "and". Without `status`: all but the trash."""

    search: str = ""
    supplier_id: UUID | None = None
    brand_id: UUID | None = None
    category_id: UUID | None = None
    status: str = ""
    has_gtin: bool | None = None
    in_stock: bool | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    run_id: UUID | None = None
    ids: tuple[UUID, ...] | None = None
    # Whose list it is: without the right by role it holds only what is granted. None: everything (jobs, commands).
    seen_by: Any = None


def product_list(
    tenant_id: UUID,
    filters: ProductFilters | None = None,
    *,
    sort: str = "-updated_at",
    page: int = 1,
    per_page: int = 25,
    after: str | None = None,
) -> ProductPage:
    """A page of products; three queries. `sort` is one of SORTS, with "-" downwards; blanks always come last.

    `after` (the cursor of the page before) goes on from there instead of counting pages. Raises InvalidInput.
    """
    filters = filters or ProductFilters()
    per_page = max(1, min(per_page, LONGEST_PAGE))
    with tenant_scope(tenant_id):
        found = _filtered(filters)
        order = _Order.of(sort)
        wanted = order.after(found, after) if after else found
        first = 0 if after else (max(page, 1) - 1) * per_page
        ids = order.ids(wanted, first=first, count=per_page + 1)
        rows = {row["id"]: row for row in Product.objects.filter(pk__in=ids[:per_page]).values(*_ROW, *_ROW_TAIL)}
        items = [_row(rows[pk]) for pk in ids[:per_page] if pk in rows]
        total, exact = _counted(found, filters)
    result = ProductPage(items, total, exact, max(page, 1), per_page)
    return replace(result, after=order.cursor(items[-1])) if len(ids) > per_page and items else result


@dataclass(frozen=True)
class _Order:
    """A sort key with the id behind it, so that equal keys have one order."""

    name: str
    descending: bool

    @classmethod
    def of(cls, sort: str) -> "_Order":
        name = sort.removeprefix("-")
        if name not in SORTS:
            raise InvalidInput(f"“{sort}” is no sort order: use one of {', '.join(SORTS)}.", code="UNKNOWN_SORT")
        return cls(name, sort.startswith("-"))

    @property
    def nullable(self) -> bool:
        return self.name in ("price", "stock")

    def ids(self, found: QuerySet[Product], *, first: int, count: int) -> list[UUID]:
        """The ids of that part of the list, blanks last.

        Downwards the index begins with the blanks: products with a value are read first, then the others.
        """
        if not (self.descending and self.nullable):
            return self._slice(found, first, count)
        filled = found.filter(**{f"{self.name}__isnull": False})
        ids = self._slice(filled, first, count)
        if len(ids) == count:
            return ids
        skipped = max(0, first - filled.count()) if not ids else 0
        blank = found.filter(**{f"{self.name}__isnull": True})
        return ids + self._slice(blank, skipped, count - len(ids))

    def _slice(self, found: QuerySet[Product], first: int, count: int) -> list[UUID]:
        key, pk = self._key(), F("pk")
        ordered = found.order_by(key.desc(), pk.desc()) if self.descending else found.order_by(key.asc(), pk.asc())
        return list(ordered.values_list("pk", flat=True)[first : first + count])

    def after(self, found: QuerySet[Product], cursor: str) -> QuerySet[Product]:
        value, pk = self._decoded(cursor)
        annotated = found.annotate(sort_key=self._key())
        beyond = "lt" if self.descending else "gt"
        if value is None:
            return annotated.filter(**{"sort_key__isnull": True, f"pk__{beyond}": pk})
        further = Q(**{f"sort_key__{beyond}": value}) | Q(**{"sort_key": value, f"pk__{beyond}": pk})
        return annotated.filter(further | Q(sort_key__isnull=True) if self.nullable else further)

    def cursor(self, row: ProductRow) -> str:
        """Where the next page begins."""
        value = row.sort_title if self.name == "title" else getattr(row, self.name)
        return cursor_of(self.sort, None if value is None else str(value), row.id)

    @property
    def sort(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    def _decoded(self, cursor: str) -> tuple[Any, UUID]:
        """The value and id the cursor stands behind; raises InvalidInput for one that was tampered with."""
        value, key = read_cursor(cursor, sort=self.sort)
        column: Any = Product._meta.get_field("search_text" if self.name == "title" else self.name)
        try:
            known = None if value is None and self.nullable else column.get_prep_value(column.to_python(value))
            if known is None and not self.nullable:
                raise damaged_cursor()
            return known, UUID(key)
        except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
            raise damaged_cursor() from error

    def _key(self) -> Any:
        return Left("search_text", Value(TITLE_SORT_LENGTH)) if self.name == "title" else F(self.name)


def _filtered(filters: ProductFilters) -> QuerySet[Product]:
    known = Product.objects.all()
    found: QuerySet[Product] = known.filter(status=filters.status) if filters.status else known.exclude(status="trash")
    if filters.seen_by is not None:
        found = visible_products(found, filters.seen_by)
    if filters.ids is not None:
        found = found.filter(pk__in=filters.ids)
    if filters.run_id:
        found = found.filter(pk__in=Change.objects.filter(run_id=filters.run_id).values("product_id"))
    if filters.supplier_id:
        found = found.filter(Exists(Offer.objects.filter(product=OuterRef("pk"), supplier_id=filters.supplier_id)))
    if filters.brand_id:
        found = found.filter(brand_id=filters.brand_id)
    if filters.category_id:
        found = found.filter(category_id__in=_subtree(filters.category_id))
    return _searched(_by_values(found, filters), filters.search)


def _by_values(found: QuerySet[Product], filters: ProductFilters) -> QuerySet[Product]:
    if filters.has_gtin is not None:
        found = found.filter(gtin__isnull=not filters.has_gtin)
    if filters.in_stock is not None:
        found = found.filter(stock__gt=0) if filters.in_stock else found.filter(Q(stock__lte=0) | Q(stock=None))
    try:
        if filters.price_min is not None:
            found = found.filter(price__gte=filters.price_min)
        if filters.price_max is not None:
            found = found.filter(price__lte=filters.price_max)
    except (ValidationError, InvalidOperation) as error:
        raise InvalidInput("A price limit is not a number.", code="BAD_PRICE") from error
    return found


def _subtree(category_id: UUID) -> QuerySet[Category, Any]:
    key = Category.objects.filter(pk=category_id).values_list("key", flat=True).first() or ""
    below = Q(taxonomy__isnull=True, key__startswith=f"{key}>")
    return Category.objects.filter(Q(pk=category_id) | below).values("pk")


def _searched(found: QuerySet[Product], search: str) -> QuerySet[Product]:
    """Codes by their beginning, words by theirs; all words have to occur.

    Each way to find is a query of its own, along its own index: one condition with "or" would read every product.
    """
    text = search.strip()
    if not text:
        return found
    offers = Offer.objects.order_by()
    ways: list[QuerySet[Any, Any]] = [
        Product.objects.filter(sku__startswith=text).values("pk"),
        offers.filter(key=text).values("product_id"),
        offers.filter(~Q(supplier_sku=F("key")), supplier_sku=text).values("product_id"),
    ]
    digits = text.replace(" ", "")
    if digits.isdigit() and len(digits) >= SHORTEST_CODE:
        ways += [Product.objects.filter(gtin__startswith="0" * n + digits).values("pk") for n in _LEADING_ZEROS]
    if words := fold(text).split():
        ways.append(Product.objects.filter(_Matches.of(" & ".join(f"{word}:*" for word in words))).values("pk"))
    first, *others = ways
    return found.filter(pk__in=first.union(*others))


class _Matches(Func):
    """`search_text::tsvector @@ '...'::tsquery`, the expression of the index."""

    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    @classmethod
    def of(cls, query: str) -> "_Matches":
        return cls(Cast("search_text", SearchVectorField()), Cast(Value(query), SearchQueryField()))


def _counted(found: QuerySet[Product], filters: ProductFilters) -> tuple[int, bool]:
    """The total; where grants cut the list, at most CACHED_SECONDS old: counting it costs more than the page."""
    reader = filters.seen_by
    if reader is None or allowed(reader, READ):
        return _total(found, EXACT_TOTAL)
    named = repr(replace(filters, seen_by=reader.pk))
    key = f"catalog.total:{current_tenant_id()}:{hashlib.sha256(named.encode()).hexdigest()}"
    known: tuple[int, bool] | None = cache.get(key)
    if known is None:
        known = _total(found, EXACT_CUT_TOTAL)
        cache.set(key, known, CACHED_SECONDS)
    return known


def _total(found: QuerySet[Product], most: int) -> tuple[int, bool]:
    counted = found.order_by().values("pk")[: most + 1].count()
    if counted <= most:
        return counted, True
    return max(_planned(found), counted), False


def _planned(found: QuerySet[Product]) -> int:
    """How many rows the planner expects: close for plain filters, free of cost."""
    plan = json.loads(found.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def _row(values: dict[str, Any]) -> ProductRow:
    images = (values.pop("image_urls") or "").split("\n")
    named = {"brand": values.pop("brand__name"), "category": values.pop("category__path")}
    sort_title = values.pop("search_text")[:TITLE_SORT_LENGTH]
    return ProductRow(**values, **named, image_url=images[0] or None, sort_title=sort_title)
