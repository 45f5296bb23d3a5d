"""Filters of products as conditions, each written so that an index can follow it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Exists, Lookup, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from catalog.models import BrandAlias, Category, Change, Offer, Product
from catalog.rights import visible_products
from catalog.selectors.completeness import by_score
from catalog.selectors.filters import ProductFilters
from catalog.selectors.finding import brand_key, category_at
from core.tenancy import current_tenant_id

Products = QuerySet[Product]
# Ranges: name of the filter without its end -> column.
_RANGES = {"price": "price", "stock": "stock", "weight": "weight", "created": "created_at", "updated": "updated_at"}
_ENDS = {"min": "gte", "max": "lte", "from": "gte", "to": "lte"}


def narrowed(filters: ProductFilters) -> Products:
    """The products of the current tenant that the filters leave, but for the words searched for."""
    found: Products = Product.objects.all()
    found = found.filter(status__in=filters.statuses) if filters.statuses else found.exclude(status="trash")
    if filters.seen_by is not None:
        found = visible_products(found, filters.seen_by)
    return narrowed_further(found, filters)


def narrowed_further(found: Products, filters: ProductFilters) -> Products:
    """These products narrowed by the filters, but for status, reader and words."""
    for step in (_named, _sorted_in, _flagged, _offered, _ranged, _measured):
        found = step(found, filters)
    return found


def _named(found: Products, filters: ProductFilters) -> Products:
    if filters.ids is not None:
        found = found.filter(pk__any=filters.ids)
    if filters.run_id:
        found = found.filter(pk__in=Change.objects.filter(run_id=filters.run_id).values("product_id"))
    if filters.kinds:
        found = found.filter(kind__in=filters.kinds)
    if filters.family_ids:
        found = found.filter(family_id__in=filters.family_ids)
    if filters.tags:
        found = found.filter(tags__isnull=False, tags__overlap=list(filters.tags))
    return found


def _sorted_in(found: Products, filters: ProductFilters) -> Products:
    if filters.brand_ids:
        found = found.filter(brand__in=filters.brand_ids)
    if filters.brands:
        keys = [brand_key(name) for name in filters.brands]
        found = found.filter(brand__in=BrandAlias.objects.filter(key__in=keys).values("brand_id"))
    wanted = filters.category_ids
    if filters.category:
        found_at = category_at(filters.category)
        if found_at is None:
            return found.none()
        found = found.filter(_in_categories((found_at,), filters))
    return found.filter(_in_categories(wanted, filters)) if wanted else found


def _in_categories(wanted: tuple[UUID, ...], filters: ProductFilters) -> Q:
    """Main or further category is one of these, or lies below one of them."""
    ids = list(wanted) if filters.with_subcategories is False else _with_those_below(wanted)
    return Q(category__pk__any=ids) | ~Q(further_categories=[]) & Q(further_categories__shares=ids)


def _with_those_below(wanted: tuple[UUID, ...]) -> list[UUID]:
    below = Q(pk__in=wanted)
    for key in Category.objects.filter(pk__in=wanted, taxonomy__isnull=True).order_by().values_list("key", flat=True):
        below |= Q(taxonomy__isnull=True, key__startswith=f"{key}>")
    return list(Category.objects.filter(below).order_by().values_list("pk", flat=True))


def _flagged(found: Products, filters: ProductFilters) -> Products:
    for name, condition in FLAGS.items():
        wanted = getattr(filters, name)
        if wanted is not None:
            found = found.filter(condition() if wanted else _opposite(name))
    if filters.in_stock is not None:
        found = found.filter(stock__gt=0) if filters.in_stock else found.filter(Q(stock__lte=0) | Q(stock=None))
    return found


def _several_suppliers() -> Q:
    return Q(offer_count__gt=1) & Q(GreaterThan(_suppliers_of_each(), 1))


def _one_supplier_at_most() -> Q:
    """Most products have one offer: only the others are asked for their suppliers."""
    return Q(offer_count__lte=1) | Q(LessThanOrEqual(_suppliers_of_each(), 1))


def _suppliers_of_each() -> Subquery:
    each = Offer.objects.order_by().filter(product=OuterRef("pk")).values("product")
    return Subquery(each.annotate(count=Count("supplier_id", distinct=True)).values("count"))


FLAGS: dict[str, Callable[[], Q]] = {
    "has_gtin": lambda: Q(gtin__isnull=False),
    "has_asin": lambda: Q(asin__isnull=False),
    "has_price": lambda: Q(price__isnull=False),
    "has_images": lambda: Q(image_count__gt=0) | Q(image_urls__isnull=False),
    "has_brand": lambda: Q(brand__isnull=False),
    "has_category": lambda: Q(category__isnull=False) | ~Q(further_categories=[]),
    "has_supplier": lambda: Q(offer_count__gt=0),
    "has_multiple_suppliers": _several_suppliers,
}


def _opposite(name: str) -> Q:
    return _one_supplier_at_most() if name == "has_multiple_suppliers" else ~FLAGS[name]()


def _offered(found: Products, filters: ProductFilters) -> Products:
    offers = Offer.objects.order_by().filter(product=OuterRef("pk"))
    if filters.supplier_ids:
        found = found.filter(Exists(offers.filter(supplier_id__in=filters.supplier_ids)))
    period = {"changed_at__gte": filters.imported_from, "changed_at__lte": filters.imported_to}
    given = {name: value for name, value in period.items() if value is not None}
    return found.filter(Exists(offers.filter(**given))) if given else found


def _ranged(found: Products, filters: ProductFilters) -> Products:
    conditions = {
        f"{column}__{_ENDS[end]}": getattr(filters, f"{name}_{end}")
        for name, column in _RANGES.items()
        for end in (("from", "to") if column.endswith("_at") else ("min", "max"))
    }
    given = {name: value for name, value in conditions.items() if value is not None}
    return found.filter(**given) if given else found


def _measured(found: Products, filters: ProductFilters) -> Products:
    if filters.lacking:
        found = found.filter(completeness__lacking__overlap=list(filters.lacking))
    limits = (filters.completeness_min, filters.completeness_max, filters.grades)
    if limits == (None, None, ()):
        return found
    return found.filter(by_score(*limits, tenant_id=current_tenant_id()))


@ArrayField.register_lookup
class SharesAny(Lookup):
    """`array && '{ids}'` with the ids as one text: a list of a thousand would be adapted element by element."""

    lookup_name = "shares"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, parameters = self.process_lhs(compiler, connection)
        array = self.lhs.output_field.db_type(connection)
        return f"{left} && %s::{array}", [*parameters, "{" + ",".join(map(str, self.rhs)) + "}"]

    def get_prep_lookup(self) -> Any:
        return self.rhs
