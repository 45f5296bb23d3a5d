"""How the lines of a product's sheet look: values of attributes by their kind."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.attributes import Kind, attribute_key
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.values import AttributeFacts
from catalog.fields import FIELD_NAMES, is_dimensioned
from catalog.selectors import FieldChange
from catalog.selectors.attributes import standard_facts, value_label
from catalog.selectors.sheet import Cell
from catalog.templatetags.products import product_diff, product_value
from core.templatetags.formats import number
from core.templatetags.ui import badge, diff, json_view, or_blank

register = template.Library()


@register.filter
def has_sources(name: str) -> bool:
    """Whether suppliers can say something about it."""
    return name in FIELD_NAMES or is_dimensioned(name)


@register.simple_tag
def cell_value(cell: Cell, currency: str | None = None) -> Any:
    """The value of a line for reading."""
    if cell.attribute is None:
        return product_value(cell.name, cell.field.value, currency)
    return attribute_value(cell.field.value, cell.attribute)


@register.simple_tag
def attribute_value(value: Any, attribute: AttributeFacts) -> Any:
    """A value by the kind of its attribute; one that does not fit is shown as it came, and marked."""
    if value in (None, ""):
        return or_blank(None)
    shown = _shown(str(value), attribute)
    if shown is not None:
        return shown
    return format_html('<span class="as-typed">{}</span> {}', value, badge(_("does not fit"), "warning"))


@register.simple_tag
def named_value(name: str, value: Any, currency: str | None = None) -> Any:
    """A value by its name in the change log, for reading; standard attributes by their kind."""
    facts = _standard(name)
    return attribute_value(value, facts) if facts else product_value(name, value, currency)


@register.simple_tag
def change_diff(change: FieldChange) -> SafeString:
    """Old and new value of a changed field, both for reading."""
    facts = _standard(change.name)
    if facts is None:
        return product_diff(change)
    return diff(*(None if value is None else attribute_value(value, facts) for value in (change.old, change.new)))


def _standard(name: str) -> AttributeFacts | None:
    return standard_facts(attribute_key(ValueName.of(name).name)) if is_attribute(name) else None


def _shown(value: str, attribute: AttributeFacts) -> Any:
    kind = attribute.kind
    if kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MEASURE):
        return _number(value, attribute.unit)
    if kind is Kind.BOOLEAN:
        return {"true": _("Yes"), "false": _("No")}.get(value)
    if kind is Kind.DATE:
        return _date(value)
    if kind is Kind.JSON:
        return json_view(value)
    if kind in (Kind.SELECT, Kind.MULTISELECT):
        known = all(each in attribute.choices for each in value.split("\n"))
        return product_value("", value_label(value, attribute)) if known else None
    if kind is Kind.URL:
        return product_value("url", value) if value.startswith("http") else None
    return format_html('<span class="as-typed">{}</span>', value)


def _number(value: str, unit: str) -> str | SafeString | None:
    try:
        shown = number(Decimal(value))
    except InvalidOperation:
        return None
    return f"{shown}\u00a0{unit}" if unit else shown


def _date(value: str) -> str | None:
    try:
        return date_format(date.fromisoformat(value))
    except ValueError:
        return None
