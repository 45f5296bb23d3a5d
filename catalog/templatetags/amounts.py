"""What the sections of a product's page show of prices, stocks, parts and variants."""

from typing import Any
from uuid import UUID

from django import forms, template
from django.utils.safestring import SafeString

from catalog.amounts import PriceKey
from catalog.models import Price
from catalog.selectors import amounts, bundles, variants
from catalog.selectors.words import days_of
from core.tenancy import current_tenant_id

register = template.Library()
register.filter("days", days_of)


@register.filter
def price_kind(key: PriceKey) -> str:
    """The kind of a price in words."""
    return str(Price.Kind(key.kind).label)


@register.simple_tag
def cell_input(bound: forms.BoundField, label: str, css: str = "", **attributes: Any) -> SafeString:
    """An input in a table: its label is spoken, not shown."""
    named = {"class": f"input input-small {css}".strip(), "aria-label": label}
    return bound.as_widget(attrs=named | {name.replace("_", "-"): value for name, value in attributes.items()})


@register.simple_tag
def price_table(product_id: UUID) -> amounts.PriceTable:
    """The prices of a product."""
    return amounts.price_table(product_id, tenant_id=_tenant())


@register.simple_tag
def stock_table(product_id: UUID) -> amounts.StockTable:
    """The stocks of a product."""
    return amounts.stock_table(product_id, tenant_id=_tenant())


@register.simple_tag
def bundle_of(product_id: UUID) -> bundles.Bundle:
    """The parts of a bundle."""
    return bundles.bundle_of(product_id, tenant_id=_tenant())


@register.simple_tag
def model_of(product_id: UUID) -> variants.Model:
    """A product with its variants."""
    return variants.model_of(product_id, tenant_id=_tenant())


@register.simple_tag
def variant_of(product_id: UUID) -> variants.Variant | None:
    """A variant with what it takes from its model."""
    return variants.variant_of(product_id, tenant_id=_tenant())


@register.simple_tag
def axis_name(model: variants.Model, place: int) -> str:
    """The name of the axis at that place."""
    return model.axes[place].label


def _tenant() -> UUID:
    tenant_id = current_tenant_id()
    if tenant_id is None:
        raise ValueError("a section of a product needs an organisation")
    return tenant_id
