"""Values of the change log and of offers as people read them: names instead of ids, lists instead of lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.fields import ALL_BY_NAME, Kind, is_dimensioned
from catalog.models import Attribute, Brand, Category


@dataclass(frozen=True)
class Names:
    """The names of the brands and categories that occur in some values."""

    brands: Mapping[str, str]
    categories: Mapping[str, str]

    @classmethod
    def of(cls, values: Iterable[Mapping[str, Any] | None]) -> "Names":
        """Look up the names that these values (field -> logged value) need, in at most two queries."""
        rows = [row for row in values if row]
        brands = {row["brand"] for row in rows if row.get("brand")}
        categories = {row["category"] for row in rows if row.get("category")}
        return cls(
            {str(pk): name for pk, name in Brand.objects.filter(pk__in=brands).values_list("pk", "name")}
            if brands
            else {},
            {str(pk): path for pk, path in Category.objects.filter(pk__in=categories).values_list("pk", "path")}
            if categories
            else {},
        )

    def readable(self, name: str, value: Any) -> Any:
        """The logged value of a field as people read it."""
        if value is None or is_dimensioned(name) or name not in ALL_BY_NAME:
            return value
        if name == "brand":
            return self.brands.get(str(value), str(value))
        if name == "category":
            return self.categories.get(str(value), str(value))
        kind = ALL_BY_NAME[name].kind
        if kind is Kind.LIST or name == "image_urls":
            return str(value).split("\n")
        return Decimal(str(value)) if kind is Kind.DECIMAL else int(value) if kind is Kind.INTEGER else value


def attribute_names() -> list[str]:
    """The attributes of the current tenant, by name. One query."""
    return list(Attribute.objects.order_by("name").values_list("name", flat=True))


def label_of(name: str) -> str:
    """The label of a field or named value; "*" is the whole product."""
    if name == "*":
        return _("the whole product")
    if is_dimensioned(name):
        kind, _colon, own = name.partition(":")
        return {"attribute": own, "price": _("price in %s") % own, "stock": _("stock in %s") % own}[kind]
    return str(ALL_BY_NAME[name].label) if name in ALL_BY_NAME else name
