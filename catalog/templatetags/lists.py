"""Rows of lists of products: one cell for each column, made without templates because a page has a thousand of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from catalog.columns import Column
from catalog.display import short_gtin
from catalog.filter_panel import FilterPanel, Input
from catalog.models import Product
from catalog.selectors import ProductRow
from catalog.selectors.facets import Choice, Facets
from catalog.selectors.words import label_of
from catalog.templatetags.products import money, product_status, product_value, thumb
from core.templatetags.formats import number, when
from core.templatetags.tables import PAGE_PARAMETERS, address
from core.templatetags.ui import diff, or_blank
from suppliers.selectors import SupplierFacts

register = template.Library()
BLANK = SafeString("–")


@dataclass(frozen=True)
class RowLook:
    """What the rows of a page have in common."""

    columns: tuple[Column, ...]
    may_edit: bool = False
    suppliers: dict[UUID, list[str]] = field(default_factory=dict)


@register.simple_tag
def product_cells(product: ProductRow, look: RowLook) -> SafeString:
    """The cells of a product, in the order of the columns."""
    return mark_safe("".join(product_cell(product, column, look) for column in look.columns))  # noqa: S308


def product_cell(product: ProductRow, column: Column, look: RowLook) -> SafeString:
    """One cell; a double click in one that can be edited opens its field."""
    editing = format_html(' data-edit="{}"', column.name) if column.edits and look.may_edit else ""
    if column.name == "title":
        return format_html('<th scope="row" class="clip title-cell"{}>{}</th>', editing, _title(product, look))
    label = format_html(' data-label="{}"', column.label) if column.name != "image" else ""
    content = _CELLS[column.name](product, look)
    return format_html('<td class="{}"{}{}>{}</td>', column.css, label, editing, content)


def _title(product: ProductRow, look: RowLook) -> SafeString:
    name = product.title or short_gtin(product.gtin) or BLANK
    link = format_html('<a class="row-link" href="{}">{}</a>', reverse("catalog:product", args=(product.id,)), name)
    code = product.sku or product.mpn
    sub = format_html('<span class="sub mono">{}</span>', code) if code else ""
    return format_html("{}{}", link, sub)


def _code(value: str | None) -> SafeString:
    return format_html('<span class="mono">{}</span>', value) if value else or_blank(None)


def _suppliers(product: ProductRow, look: RowLook) -> SafeString:
    names = look.suppliers.get(product.id, [])
    if not names:
        return BLANK
    more = format_html(' <span class="badge" title="{}">+{}</span>', ", ".join(names[1:]), len(names) - 1)
    return format_html("{}{}", names[0], more if len(names) > 1 else "")


def _tags(product: ProductRow, look: RowLook) -> SafeString:
    return format_html_join(" ", '<span class="badge">{}</span>', ((tag,) for tag in product.tags)) or BLANK


_CELLS: dict[str, Callable[[ProductRow, RowLook], Any]] = {
    "image": lambda product, look: thumb(product.image_url),
    "gtin": lambda product, look: _code(short_gtin(product.gtin)),
    "sku": lambda product, look: _code(product.sku),
    "mpn": lambda product, look: _code(product.mpn),
    "asin": lambda product, look: _code(product.asin),
    "brand": lambda product, look: or_blank(product.brand),
    "category": lambda product, look: or_blank(product.category),
    "suppliers": _suppliers,
    "price": lambda product, look: money(product.price, product.currency),
    "stock": lambda product, look: number(product.stock),
    "offers": lambda product, look: number(product.offer_count),
    "weight": lambda product, look: number(product.weight),
    "completeness": lambda product, look: number(product.completeness),
    "tags": _tags,
    "kind": lambda product, look: Product.Kind(product.kind).label,
    "status": lambda product, look: product_status(product.status),
    "created_at": lambda product, look: when(product.created_at),
    "updated_at": lambda product, look: when(product.updated_at),
}


@register.simple_tag(takes_context=True)
def other_address(context: Context, name: str, value: str) -> str:
    """This list with another value of one parameter, from its first page."""
    return address(context["request"], drop=PAGE_PARAMETERS, **{name: value or None})


@register.simple_tag(takes_context=True)
def kept_parameters(context: Context, *left_out: str) -> SafeString:
    """Hidden inputs with every parameter of the address but these and the place in the list."""
    given: QueryDict = context["request"].GET
    names = [name for name in given if name not in (*left_out, *PAGE_PARAMETERS)]
    pairs = ((name, value) for name in names for value in given.getlist(name))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def has(values: Any, value: Any) -> bool:
    """Whether the value is among them."""
    return str(value) in [str(each) for each in values]


@register.filter
def input_named(inputs: dict[str, Input], name: str) -> Input:
    """The input of that filter."""
    return inputs[name]


@register.filter
def input_texts(inputs: dict[str, Input], name: str) -> list[str]:
    """The present values of that filter."""
    return inputs[name].texts


@register.simple_tag(takes_context=True)
def choices_of(context: Context, name: str, counted: Facets | None) -> list[Choice]:
    """What can be chosen for the filter: as counted, with what is chosen; before the count what is known without."""
    panel: FilterPanel = context["panel"]
    known = counted.choices.get(name) if counted else None
    return _with_chosen(panel, name, _uncounted(context["inputs"][name]) if known is None else known)


@register.simple_tag(takes_context=True)
def supplier_choices(context: Context, suppliers: Iterable[SupplierFacts], counted: Facets | None) -> list[Choice]:
    """All active suppliers by name, with their numbers once they are counted, and what is chosen."""
    counts = {each.value: each.count for each in counted.choices.get("supplier_id", ())} if counted else {}
    known = [Choice(str(each.id), each.name, counts.get(str(each.id), 0) if counted else None) for each in suppliers]
    return _with_chosen(context["panel"], "supplier_id", known)


@register.simple_tag
def flag_counts(name: str, counted: Facets | None) -> tuple[str, str]:
    """The numbers behind yes and no, in brackets; nothing before they are counted."""
    if not counted or name not in counted.flags:
        return "", ""
    yes, no = counted.flags[name]
    return f" ({number(yes)})", f" ({number(no)})"


def _with_chosen(panel: FilterPanel, name: str, known: list[Choice]) -> list[Choice]:
    """These and what is chosen without being among them: the form would lose it."""
    shown = {choice.value for choice in known}
    return [*known, *(choice for choice in panel.chosen(name) if choice.value not in shown)]


def _uncounted(asked: Input) -> list[Choice]:
    return [Choice(value, str(label), None) for value, label in asked.choices]


@register.filter
def given_list(parameters: QueryDict, name: str) -> list[str]:
    """All values of a parameter of the address."""
    return parameters.getlist(name)


@register.filter
def first_given(parameters: QueryDict, name: str) -> str:
    """The value of a parameter, or nothing."""
    return parameters.get(name, "")


@register.filter
def value_of(values: Mapping[str, Any], name: str) -> Any:
    """The value under that name; the name itself where there is none."""
    return values.get(name, name)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.filter
def field_label(name: str) -> str:
    """The label of a field of the products."""
    return capfirst(str(label_of(name)))


@register.simple_tag
def value_diff(name: str, old: Any, new: Any) -> SafeString:
    """Old and new value of a field, both for reading."""
    shown = (None if value in (None, "", []) else product_value(name, value) for value in (old, new))
    return diff(*shown)


@register.simple_tag
def bulk_hidden(given: QueryDict, act: str) -> SafeString:
    """The chosen act and its options as hidden inputs."""
    names = ["act", *(name for name in given if name.startswith(f"{act}."))]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', ((name, given[name]) for name in names))
