"""The sheet of a product: its fields and attributes in themed groups, with what its family and categories ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from catalog.attributes import GROUPS, TRANSLATED_FIELDS
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.values import AttributeFacts
from catalog.fields import dimension_of
from catalog.languages import languages
from catalog.models import CategoryAttribute, FamilyAttribute
from catalog.selectors.attributes import all_attributes
from catalog.selectors.detail import product_detail
from catalog.selectors.facts import Badge, FieldValue, ProductDetail
from core.tenancy import tenant_scope

# The product's own fields of each group.
OWN: Mapping[str, tuple[str, ...]] = {
    "identity": (
        "title",
        "gtin",
        "sku",
        "brand",
        "mpn",
        "category",
        "further_categories",
        "tags",
        "family",
        "asin",
        "parent_ref",
    ),
    "texts": ("short_description", "description"),
    "prices": ("price", "currency", "price_promo", "price_list", "cost", "vat_rate"),
    "stock": ("stock",),
    "dimensions": ("weight",),
    "links": ("image_urls", "url"),
}


_NAMED: Mapping[str, tuple[str, ...]] = {"prices": ("price",), "stock": ("stock", "reserved", "min_stock")}


@dataclass(frozen=True)
class Cell:
    """One line of the sheet: a field, or a value of an attribute in one language ("": in all).

    `asked`: the family or a category wants it, `required`: without it the product is incomplete.
    """

    field: FieldValue
    attribute: AttributeFacts | None = None
    language: str = ""
    required: bool = False
    asked: bool = False

    @property
    def name(self) -> str:
        """The name of the value in the change log."""
        return self.field.name

    @property
    def is_blank(self) -> bool:
        """Whether there is no value."""
        return self.field.value in (None, "", [])


def is_by_language(cell: Cell) -> bool:
    """Whether other languages can have a value of their own."""
    if cell.attribute is None:
        return cell.name in TRANSLATED_FIELDS
    return cell.attribute.localizable


@dataclass(frozen=True)
class Group:
    """A theme; `others` are the standard attributes of it that the product has no value of.

    `named`: prices and stocks with a name of their own, for reading.
    """

    code: str
    label: str
    cells: list[Cell]
    others: list[Cell] = field(default_factory=list)
    named: list[Cell] = field(default_factory=list)

    @property
    def filled(self) -> int:
        """How many of its lines have a value."""
        return sum(not cell.is_blank for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A product with its groups; `languages` are those of the catalogue and those its values have, its own first."""

    product: ProductDetail
    groups: list[Group]
    languages: tuple[str, ...]
    family: str | None

    def group(self, code: str) -> Group | None:
        """The group with that code."""
        return next((each for each in self.groups if each.code == code), None)


@dataclass(frozen=True)
class _Asked:
    """Ids of the attributes a product should have, and of those it must have."""

    wanted: frozenset[UUID | None]
    required: frozenset[UUID | None]


def product_sheet(product_id: UUID, *, tenant_id: UUID) -> Sheet:
    """Everything about the product by group, a line per language of a value; raises ProductNotFound.

    A constant number of queries.
    """
    detail = product_detail(product_id, tenant_id=tenant_id)
    names = [ValueName.of(each.name) for each in detail.fields if is_attribute(each.name)]
    layout = _Layout(
        values={each.name: each for each in detail.fields},
        attributes=all_attributes(tenant_id=tenant_id),
        asked=_asked(detail, tenant_id=tenant_id),
        used=frozenset(each.name for each in names),
        languages=_languages(tenant_id, (each.language for each in names)),
    )
    return Sheet(detail, layout.groups(), layout.languages, detail.value("family"))


def blank_sheet() -> Group:
    """The own fields of a product that is not made yet, in one group."""
    names = ("title", "gtin", "sku", "brand", "mpn", "category", "family", "price", "currency", "short_description")
    cells = [Cell(FieldValue(name, "", None, Badge("none"))) for name in names]
    return Group("new", "", cells)


def _languages(tenant_id: UUID, spoken: Iterable[str]) -> tuple[str, ...]:
    own = languages(tenant_id)
    return (*own, *sorted({each for each in spoken if each} - set(own)))


def _asked(detail: ProductDetail, *, tenant_id: UUID) -> _Asked:
    """What the family, the categories and those above them ask for: two queries."""
    with tenant_scope(tenant_id):
        by_family = FamilyAttribute.objects.filter(family__products=detail.id).values_list(
            "attribute_id", "is_required"
        )
        paths = [path for path in (detail.value("category"), *(detail.value("further_categories") or ())) if path]
        above = {" > ".join(path.split(" > ")[: depth + 1]) for path in paths for depth in range(path.count(" > ") + 1)}
        by_category = CategoryAttribute.objects.filter(
            category__path__in=above, category__taxonomy__isnull=True
        ).values_list("attribute_id", "is_required")
        rows = [*by_family, *(by_category if above else ())]
    return _Asked(frozenset(pk for pk, _must in rows), frozenset(pk for pk, must in rows if must))


@dataclass(frozen=True)
class _Layout:
    """Everything the groups are made of; `used`: the names of the attributes with a value."""

    values: Mapping[str, FieldValue]
    attributes: list[AttributeFacts]
    asked: _Asked
    used: frozenset[str]
    languages: tuple[str, ...]

    def groups(self) -> list[Group]:
        """All groups, also empty ones."""
        return [self._group(code) for code in GROUPS]

    def _group(self, code: str) -> Group:
        cells = [Cell(self.values[name]) for name in OWN.get(code, ())]
        others: list[Cell] = []
        for attribute in (each for each in self.attributes if each.group == code):
            if self._is_shown(attribute):
                cells.extend(self._lines(attribute))
            elif attribute.standard:
                others.extend(self._lines(attribute))
        named = [Cell(value) for name, value in self.values.items() if dimension_of(name) in _NAMED.get(code, ())]
        return Group(code, str(GROUPS[code]), cells, others, named)

    def _is_shown(self, attribute: AttributeFacts) -> bool:
        return attribute.name in self.used or attribute.id in self.asked.wanted or _translates(attribute)

    def _lines(self, attribute: AttributeFacts) -> Iterable[Cell]:
        """A line for the value of all languages, and one for each other language where there may be one."""
        required, asked = attribute.id in self.asked.required, attribute.id in self.asked.wanted
        if not _translates(attribute):
            yield replace(self._cell(attribute, ""), required=required, asked=asked)
        for language in self.languages[1:] if attribute.localizable else ():
            yield self._cell(attribute, language)

    def _cell(self, attribute: AttributeFacts, language: str) -> Cell:
        name = str(ValueName(attribute.name, language))
        value = self.values.get(name) or FieldValue(name, "", None, Badge("none"))
        return Cell(replace(value, label=attribute.label), attribute, language)


def _translates(attribute: AttributeFacts) -> bool:
    """Whether it holds the other languages of one of the product's own texts."""
    return attribute.standard is not None and attribute.standard.code in TRANSLATED_FIELDS
