"""Values of the change log and of offers as people read them: names instead of ids, lists instead of lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.amounts import SALE, PriceKey
from catalog.attributes import attribute_key, standard_of
from catalog.attributes.names import ValueName, is_attribute
from catalog.fields import ALL_BY_NAME, Kind, dimension_of, is_dimensioned
from catalog.models import Attribute, AttributeFamily, Brand, Category, Price, Product


@dataclass(frozen=True)
class Names:
    """The names of the brands, categories, families and products that occur in some values, by id."""

    brands: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Iterable[Mapping[str, Any] | None]) -> "Names":
        """Look up the names that these values (field -> logged value) need, in at most four queries."""
        rows = [row for row in values if row]
        sorted_in = [each for row in rows for each in _ids(row.get("further_categories"))]
        return cls(
            brands=_found(Brand, "name", (row.get("brand") for row in rows)),
            categories=_found(Category, "path", (*(row.get("category") for row in rows), *sorted_in)),
            families=_found(AttributeFamily, "name", (row.get("family") for row in rows)),
            products=_found(Product, "title", (each for row in rows for each in _products(row))),
        )

    def readable(self, name: str, value: Any) -> Any:
        """The logged value of a field as people read it."""
        if value is None or is_dimensioned(name) or name not in ALL_BY_NAME:
            return value
        if name == "kind":
            return str(Product.Kind(value).label) if value in Product.Kind.values else value
        if name in _REFERENCES:
            known: Mapping[str, str] = getattr(self, _REFERENCES[name])
            return known.get(str(value), str(value))
        if name == "further_categories":
            return [self.categories.get(each, each) for each in _ids(value)]
        kind = ALL_BY_NAME[name].kind
        if kind is Kind.LIST or name == "image_urls":
            return str(value).split("\n")
        return Decimal(str(value)) if kind is Kind.DECIMAL else int(value) if kind is Kind.INTEGER else value

    def label(self, name: str) -> str:
        """The label of a field or named value, with the title of a bundle's part."""
        if dimension_of(name) == "bundle":
            part = name.partition(":")[2]
            return _("part “%s”") % self.products.get(part, part)
        return label_of(name)


_REFERENCES = {"brand": "brands", "category": "categories", "family": "families", "parent": "products"}


def _products(row: Mapping[str, Any]) -> list[Any]:
    """The products that a row names: a model, the parts of a bundle."""
    return [row.get("parent"), *(name.partition(":")[2] for name in row if dimension_of(name) == "bundle")]


def _ids(value: Any) -> list[str]:
    return str(value).split("\n") if value else []


def _found(model: type[Model], name: str, ids: Iterable[Any]) -> dict[str, str]:
    wanted = {str(each) for each in ids if each}
    if not wanted:
        return {}
    rows = model._default_manager.filter(pk__in=wanted).values_list("pk", name)
    return {str(pk): text or str(pk) for pk, text in rows}


def attribute_names() -> list[str]:
    """The attributes of the current tenant, by name. One query."""
    return list(Attribute.objects.order_by("name").values_list("name", flat=True))


def label_of(name: str) -> str:
    """The label of a field or named value; "*" is the whole product."""
    if name == "*":
        return _("the whole product")
    if is_attribute(name):
        return _attribute_label(ValueName.of(name))
    if is_dimensioned(name):
        own = name.partition(":")[2]
        if dimension_of(name) == "price":
            return price_label(own)
        words = {
            "stock": _("stock in %s"),
            "reserved": _("reserved in %s"),
            "min_stock": _("low-stock threshold in %s"),
            "bundle": _("part %s"),
        }
        return words[dimension_of(name)] % own
    return str(ALL_BY_NAME[name].label) if name in ALL_BY_NAME else name


def price_label(name: str) -> str:
    """The label of a price by its name: "wholesale price in EUR from 10, 01/01/2026 to 31/01/2026"."""
    try:
        key = PriceKey.parse(name)
    except ValueError:
        return _("price in %s") % name
    label = _("price in %s") % key.currency
    if key.kind != SALE:
        words = {"kind": lower_first(str(Price.Kind(key.kind).label)), "currency": key.currency}
        label = _("%(kind)s in %(currency)s") % words
    if key.min_quantity > 1:
        label = _("%(price)s from %(quantity)s pieces") % {"price": label, "quantity": key.min_quantity}
    return _("%(price)s, %(days)s") % {"price": label, "days": days_of(key)} if key.is_dated else label


def days_of(key: PriceKey) -> str:
    """The days on which a price is valid, in words; empty when it is valid always."""
    first, last = (date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (key.valid_from, key.valid_until))
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(first)s on") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""


def lower_first(text: str) -> str:
    """The text with a small first letter, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _attribute_label(named: ValueName) -> str:
    standard = standard_of(attribute_key(named.name))
    label = str(standard.label) if standard else named.name
    return f"{label} ({named.language})" if named.language else label
