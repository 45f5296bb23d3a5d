"""What lists of products are narrowed to: one table of filters for pages, API, exports, bulk edits, saved views."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.completeness import CRITERIA, GRADES
from catalog.models import Product
from catalog.selectors.reading import READERS, Unreadable, written
from core.errors import InvalidInput

# More values of one filter than this make no list that anybody can look at, and no address that a server takes.
MOST_VALUES = 200
MOST_IDS = 100_000


class FilterKind(StrEnum):
    """How a filter's values are read, and how a form asks for them."""

    TEXT = "text"
    FLAG = "flag"
    CHOICE = "choice"
    NAME = "name"
    ID = "id"
    NUMBER = "number"
    AMOUNT = "amount"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True)
class Filter:
    """One filter: `name` in addresses and in the API, `field` of ProductFilters; `many` takes several values."""

    name: str
    kind: FilterKind
    label: Any
    field: str = ""
    many: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    help: Any = ""

    @property
    def attribute(self) -> str:
        """The field of ProductFilters that holds it."""
        return self.field or self.name


@dataclass(frozen=True)
class ProductFilters:
    """What a list of products is narrowed to; everything combines with "and", several values of one with "or".

    Without `statuses`: all but the trash. `seen_by`: whose list it is; without the right by role it holds only what is
    granted. None: everything (jobs, commands).
    """

    search: str = ""
    supplier_ids: tuple[UUID, ...] = ()
    brand_ids: tuple[UUID, ...] = ()
    brands: tuple[str, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    category: str = ""
    with_subcategories: bool | None = None
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    family_ids: tuple[UUID, ...] = ()
    tags: tuple[str, ...] = ()
    has_gtin: bool | None = None
    has_asin: bool | None = None
    has_price: bool | None = None
    has_images: bool | None = None
    has_brand: bool | None = None
    has_category: bool | None = None
    has_supplier: bool | None = None
    has_multiple_suppliers: bool | None = None
    in_stock: bool | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    stock_min: int | None = None
    stock_max: int | None = None
    weight_min: Decimal | None = None
    weight_max: Decimal | None = None
    completeness_min: int | None = None
    completeness_max: int | None = None
    grades: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    imported_from: datetime | None = None
    imported_to: datetime | None = None
    run_id: UUID | None = None
    ids: tuple[UUID, ...] | None = None
    seen_by: Any = None

    def as_params(self) -> dict[str, list[str]]:
        """The same as parameters of an address, which `read_filters` reads back; `seen_by` is not among them."""
        return {
            each.name: [written(value) for value in _values(getattr(self, each.attribute))]
            for each in FILTERS
            if _values(getattr(self, each.attribute))
        }


_NAME, _FLAG, _ID = FilterKind.NAME, FilterKind.FLAG, FilterKind.ID
FILTERS: tuple[Filter, ...] = (
    Filter("search", FilterKind.TEXT, _("Search"), help=_("Words, EAN, SKU or a supplier's reference.")),
    Filter(
        "status",
        FilterKind.CHOICE,
        _("Status"),
        "statuses",
        many=True,
        choices=tuple(Product.Status.choices),
        help=_("Without it: all but the trash."),
    ),
    Filter("supplier_id", _ID, _("Supplier"), "supplier_ids", many=True),
    Filter("brand", _NAME, _("Brand"), "brands", many=True, help=_("The brand's name, in any known spelling.")),
    Filter("brand_id", _ID, _("Brand"), "brand_ids", many=True),
    Filter("category", FilterKind.TEXT, _("Category"), help=_("A path such as Garden > Tools, or its end.")),
    Filter("category_id", _ID, _("Category"), "category_ids", many=True),
    Filter(
        "include_subcategories",
        _FLAG,
        _("With sub-categories"),
        "with_subcategories",
        help=_("Whether a category stands for those below it, too; yes unless said otherwise."),
    ),
    Filter("tag", _NAME, _("Tag"), "tags", many=True),
    Filter("kind", FilterKind.CHOICE, _("Kind"), "kinds", many=True, choices=tuple(Product.Kind.choices)),
    Filter("family_id", _ID, _("Family"), "family_ids", many=True),
    Filter("has_gtin", _FLAG, _("EAN")),
    Filter("has_asin", _FLAG, _("ASIN")),
    Filter("has_price", _FLAG, _("Price")),
    Filter("has_images", _FLAG, _("Images")),
    Filter("has_brand", _FLAG, _("Brand")),
    Filter("has_category", _FLAG, _("Category")),
    Filter("has_supplier", _FLAG, _("Supplier")),
    Filter("has_multiple_suppliers", _FLAG, _("Several suppliers")),
    Filter("in_stock", _FLAG, _("In stock")),
    Filter("price_min", FilterKind.AMOUNT, _("Price from")),
    Filter("price_max", FilterKind.AMOUNT, _("Price to")),
    Filter("stock_min", FilterKind.NUMBER, _("Stock from")),
    Filter("stock_max", FilterKind.NUMBER, _("Stock to")),
    Filter("weight_min", FilterKind.AMOUNT, _("Weight from (kg)")),
    Filter("weight_max", FilterKind.AMOUNT, _("Weight to (kg)")),
    Filter("completeness_min", FilterKind.NUMBER, _("Completeness from")),
    Filter("completeness_max", FilterKind.NUMBER, _("Completeness to")),
    Filter(
        "grade",
        FilterKind.CHOICE,
        _("Grade"),
        "grades",
        many=True,
        choices=tuple((grade, grade) for grade in GRADES),
        help=_("The grade of the completeness."),
    ),
    Filter(
        "missing_field",
        _NAME,
        _("Lacking"),
        "lacking",
        many=True,
        choices=tuple((each.code, each.label) for each in CRITERIA),
        help=_("What the product lacks: a code of the completeness, such as description or attribute:size."),
    ),
    Filter("created_from", FilterKind.SINCE, _("Created from")),
    Filter("created_to", FilterKind.UNTIL, _("Created until")),
    Filter("updated_from", FilterKind.SINCE, _("Changed from")),
    Filter("updated_to", FilterKind.UNTIL, _("Changed until")),
    Filter("imported_from", FilterKind.SINCE, _("Last changed by an import from")),
    Filter("imported_to", FilterKind.UNTIL, _("Last changed by an import until")),
    Filter("run_id", _ID, _("Changed by run")),
    Filter("id", _ID, _("Product"), "ids", many=True),
)
BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}
# The name the search has in addresses that people type.
SHORT_SEARCH = "q"
# How a list is shown; in the address of a list it stands beside the filters.
OF_THE_PAGE = frozenset({"sort", "page", "per_page", "after", "before", "view", "columns", "layout"})


def read_filters(params: Mapping[str, Any], *, seen_by: Any = None) -> ProductFilters:
    """The filters that a query string, a form or the body of a request names; other parameters are not looked at.

    `params`: name -> text, or a list of texts; a QueryDict too. Empty values do not narrow. Raises InvalidInput whose
    `fields` says for each filter that cannot be read what was received and what is allowed.
    """
    values, refused = readable_filters(params)
    if refused:
        told = {name: [str(sentence)] for name, sentence in refused.items()}
        raise InvalidInput(" ".join(str(sentence) for sentence in refused.values()), fields=told)
    return ProductFilters(**values, seen_by=seen_by)


def filters_to_act_on(params: Mapping[str, Any], *, seen_by: Any = None) -> ProductFilters:
    """The filters of something that is done to all the products they leave, an export or a bulk edit.

    As `read_filters`, but a name that no filter has is refused: passed over, it would let more products in.
    """
    unknown = sorted(name for name in params if name not in BY_NAME and name not in OF_THE_PAGE | {SHORT_SEARCH})
    if unknown:
        sentence = no_such_filter(unknown[0])
        raise InvalidInput(sentence, fields={name: [no_such_filter(name)] for name in unknown})
    return read_filters(params, seen_by=seen_by)


def no_such_filter(name: str) -> str:
    """The sentence for a name that is no filter."""
    message = _("There is no filter “%(received)s”: use some of %(allowed)s.")
    return message % {"received": name[:60], "allowed": ", ".join(BY_NAME)}


def readable_filters(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What can be read, by field of ProductFilters, and a sentence for each filter that cannot."""
    values: dict[str, Any] = {}
    refused: dict[str, Any] = {}
    for each in FILTERS:
        texts = _texts(params, each.name)
        if not texts:
            continue
        try:
            values[each.attribute] = _read(each, texts)
        except Unreadable as error:
            refused[each.name] = str(error)
    return values, refused


def _read(each: Filter, texts: list[str]) -> Any:
    reader = READERS[each.kind]
    allowed = [value for value, _label in each.choices]
    if not each.many:
        return reader(texts[-1], each.label, allowed)
    most = MOST_IDS if each.name == "id" else MOST_VALUES
    if len(texts) > most:
        sentence = _("The filter “%(name)s” has %(count)s values: at most %(most)s are allowed.")
        raise Unreadable(sentence % {"name": each.label, "count": len(texts), "most": most})
    return tuple(dict.fromkeys(reader(text, each.label, allowed) for text in texts))


def _texts(params: Mapping[str, Any], name: str) -> list[str]:
    """The values under that name that say something."""
    given = _given(params, name)
    if name == "search" and not given:
        given = _given(params, SHORT_SEARCH)
    return [text for text in (written(value).strip() for value in given if value is not None) if text]


def _given(params: Mapping[str, Any], name: str) -> Iterable[Any]:
    if hasattr(params, "getlist"):
        return list(params.getlist(name))
    value = params.get(name)
    return value if isinstance(value, list | tuple | set) else [value]


def _values(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, tuple) else [value]


assert {each.attribute for each in FILTERS} <= {each.name for each in fields(ProductFilters)}
