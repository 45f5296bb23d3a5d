"""Searching products: codes by their beginning, words in all their forms, phrases, exclusions, fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from catalog.folding import fold
from catalog.models import BrandAlias, Offer, Product
from catalog.search.queries import Query, read_query
from catalog.search.vocabulary import other_forms
from catalog.selectors.filters import ProductFilters
from catalog.selectors.finding import brand_key, brand_named
from catalog.selectors.narrowing import narrowed_further
from core.tenancy import current_tenant_id
from suppliers.selectors import SupplierFilters, supplier_list

Products = QuerySet[Product]
Ways = list[QuerySet[Any, Any]]
# GTINs are kept with 14 digits: people type 14, 13, 12 or 8 of them.
_LEADING_ZEROS = (0, 1, 2, 6)
SHORTEST_CODE = 4
MOST_SUPPLIERS = 100


def searched(found: Products, search: str) -> Products:
    """The products that the text finds; all its words, phrases and fields have to fit. At most one query a field.

    Each way to find is a query of its own, along its own index: one condition with "or" would read every product.
    """
    query = read_query(search)
    found = fitting(found, query)
    ways = [*_by_code(query.code), *_by_words(query)]
    if not ways:
        return found
    first, *others = ways
    return found.filter(pk__in=first.union(*others) if others else first)


def fitting(found: Products, query: Query) -> Products:
    """The products that fit the fields, phrases and exclusions of the query, whatever its words."""
    for name, value in query.fields:
        found = _FIELDS[name](found, value)
    for text in query.phrases:
        found = found.filter(_contains(text))
    return _without(found, query.excluded) if query.excluded else found


def exactly(code: str) -> Ways:
    """Ways to the products that have exactly this code: GTIN of any length, own or supplier's reference, ASIN."""
    offers = Offer.objects.order_by()
    ways: Ways = [
        Product.objects.filter(sku=code).values("pk"),
        Product.objects.filter(asin=code.upper()).values("pk"),
        offers.filter(key=code).values("product_id"),
        offers.filter(~Q(supplier_sku=F("key")), supplier_sku=code).values("product_id"),
    ]
    if reference := fold(code).replace(" ", ""):
        ways.append(Product.objects.filter(Matches.of(reference), mpn_key=reference).values("pk"))
    digits = code.replace(" ", "")
    if digits.isdecimal() and SHORTEST_CODE <= len(digits) <= 14:
        ways.append(Product.objects.filter(gtin=digits.zfill(14)).values("pk"))
    return ways


def words_of(query: Query) -> "Matches | None":
    """The condition that all words and phrases of the query occur, None when it has none. One query."""
    return matching(query, other_forms(query.words, tenant_id=_tenant()))


def matching(query: Query, forms: Mapping[str, Sequence[str]]) -> "Matches | None":
    """The same with the other forms of the words given."""
    parts = [_any_form(word, forms.get(word, ())) for word in query.words]
    parts += [word for phrase in query.phrases for word in phrase.split()]
    return Matches.of(" & ".join(parts)) if parts else None


def beginning(code: str) -> Ways:
    """Ways to the products that have a code which begins like this: own reference, GTIN, manufacturer's reference."""
    ways: Ways = [Product.objects.filter(sku__startswith=code).values("pk"), *_by_digits(code)]
    parts = fold(code).split()
    if len(parts) > 1 and any(letter.isdigit() for letter in code):
        ways.append(Product.objects.filter(Matches.of(f"{''.join(parts)}:*")).values("pk"))
    return ways


def _by_code(code: str) -> Ways:
    # An exact own reference is among those that begin like it.
    return [*exactly(code)[1:], *beginning(code)] if code else []


def _by_digits(code: str) -> Ways:
    digits = code.replace(" ", "")
    if not digits.isdecimal() or len(digits) < SHORTEST_CODE:
        return []
    return [Product.objects.filter(gtin__startswith="0" * n + digits).values("pk") for n in _LEADING_ZEROS]


def _by_words(query: Query) -> Ways:
    match = words_of(query)
    return [] if match is None else [Product.objects.filter(match).values("pk")]


def _any_form(word: str, forms: Iterable[str]) -> str:
    return f"({' | '.join([f'{word}:*', *forms])})"


def _contains(phrase: str) -> Q:
    """The words of the phrase in a row, as whole words."""
    spaced = Concat(Value(" "), "search_text", Value(" "), output_field=TextField())
    return Q(_Holds(spaced, Value(f" {phrase} ")))


def _without(found: Products, excluded: Iterable[str]) -> Products:
    forms = other_forms([text for text in excluded if " " not in text], tenant_id=_tenant())
    for text in excluded:
        words = text.split()
        if len(words) > 1:
            found = found.exclude(_contains(text))
        else:
            found = found.exclude(Matches.of(" | ".join([text, *forms.get(text, ())])))
    return found


def _brand(found: Products, value: str) -> Products:
    """The brand of that name, else all whose name begins like that."""
    brand_id = brand_named(value)
    if brand_id is not None:
        return found.filter(brand=brand_id)
    key = brand_key(value)
    return found.filter(brand__in=BrandAlias.objects.filter(key__startswith=key).values("brand_id")) if key else found


def _category(found: Products, value: str) -> Products:
    return narrowed_further(found, ProductFilters(category=value))


def _tag(found: Products, value: str) -> Products:
    return narrowed_further(found, ProductFilters(tags=tuple({value, value.lower(), value.capitalize()})))


def _supplier(found: Products, value: str) -> Products:
    suppliers = supplier_list(SupplierFilters(search=value), per_page=MOST_SUPPLIERS).items
    ids = tuple(each.id for each in suppliers)
    return narrowed_further(found, ProductFilters(supplier_ids=ids)) if ids else found.none()


def _sku(found: Products, value: str) -> Products:
    offers = Offer.objects.order_by()
    ways: Ways = [
        Product.objects.filter(sku__startswith=value).values("pk"),
        offers.filter(key=value).values("product_id"),
        offers.filter(~Q(supplier_sku=F("key")), supplier_sku=value).values("product_id"),
    ]
    return found.filter(pk__in=ways[0].union(*ways[1:]))


def _ean(found: Products, value: str) -> Products:
    ways = _by_digits(value)
    return found.filter(pk__in=ways[0].union(*ways[1:])) if ways else found.none()


def _asin(found: Products, value: str) -> Products:
    return found.filter(asin=value.upper())


def _mpn(found: Products, value: str) -> Products:
    """The beginning of a reference, however it is written; a word leads to it, because its key has no index."""
    key = fold(value).replace(" ", "")
    return found.filter(Matches.of(f"{key}:*"), mpn_key__startswith=key) if key else found.none()


_FIELDS: dict[str, Callable[[Products, str], Products]] = {
    "brand": _brand,
    "category": _category,
    "supplier": _supplier,
    "tag": _tag,
    "sku": _sku,
    "ean": _ean,
    "asin": _asin,
    "mpn": _mpn,
}


class Matches(Func):
    """`search_text::tsvector @@ '...'::tsquery`, the expression of the index."""

    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    @classmethod
    def of(cls, query: str) -> "Matches":
        return cls(Cast("search_text", SearchVectorField()), Cast(Value(query), SearchQueryField()))


class _Holds(Func):
    """Whether one text is a part of the other."""

    function = "strpos"
    template = "(%(function)s(%(expressions)s) > 0)"
    output_field = BooleanField()


def _tenant() -> UUID:
    tenant_id = current_tenant_id()
    assert tenant_id is not None, "searched inside a tenant scope only"
    return tenant_id
