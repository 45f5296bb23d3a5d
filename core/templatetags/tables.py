"""Components of lists: sortable heads, filter chips, pages."""

from typing import Any, TypedDict, Unpack

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.ui import icon

register = template.Library()

# Another order, filter or page size starts at the first page again.
PAGE_PARAMETERS = ("page", "after", "before")
DIRECTIONS = {"": ("none", "chevrons-up-down"), "+": ("ascending", "arrow-up"), "-": ("descending", "arrow-down")}


def address(request: HttpRequest, *, drop: tuple[str, ...] = (), **changes: Any) -> str:
    """This page's address with other parameters: None removes one, `drop` removes several."""
    query = request.GET.copy()
    for name in (*drop, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def sort_head(context: Context, field: str, label: str, *, css: str = "", default: str = "") -> SafeString:
    """A head cell that sorts by `field` and, pressed again, the other way; `default` is the list's own order."""
    request: HttpRequest = context["request"]
    order = request.GET.get("sort", default)
    sign = "-" if order == f"-{field}" else "+" if order == field else ""
    url = address(request, drop=PAGE_PARAMETERS, sort=f"-{field}" if sign == "+" else field)
    state, name = DIRECTIONS[sign]
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="sort" href="{}">{}{}</a></th>',
        css,
        state,
        url,
        label,
        icon(name),
    )


@register.simple_tag(takes_context=True)
def chip(context: Context, label: str, value: Any, parameter: str) -> SafeString:
    """An active filter with the way to remove it; nothing when the value is empty."""
    if value in (None, ""):
        return SafeString()
    url = address(context["request"], drop=(*PAGE_PARAMETERS, parameter))
    hint = _("Remove the filter “%(label)s”") % {"label": label}
    return format_html(
        '<span class="chip">{} <b>{}</b><a href="{}" aria-label="{}" title="{}">{}</a></span>',
        _("%(label)s:") % {"label": label}, value, url, hint, hint, icon("x"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page, *, estimated: bool = False) -> SafeString:
    """Numbered pages of a Django page; `estimated` says that the total is not exact."""
    request: HttpRequest = context["request"]
    numbers = [
        (number, address(request, page=number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    values = {"page": page, "numbers": numbers, "total": page.paginator.count, "estimated": estimated}
    around = {
        "previous": address(request, page=page.number - 1) if page.has_previous() else "",
        "next": address(request, page=page.number + 1) if page.has_next() else "",
    }
    return render_to_string("components/pages.html", {**values, **around})


class KeysetOptions(TypedDict, total=False):
    """Total of a list read by keys, and whether it is an estimate."""

    total: int
    estimated: bool


@register.simple_tag(takes_context=True)
def keyset_pages(
    context: Context, shown: int, before: str | None, after: str | None, **options: Unpack[KeysetOptions]
) -> SafeString:
    """Previous and next of a list read by keys: the cursors of both directions, or None at an end."""
    request: HttpRequest = context["request"]
    around = {
        "first": address(request, drop=PAGE_PARAMETERS) if before else "",
        "previous": address(request, drop=PAGE_PARAMETERS, before=before) if before else "",
        "next": address(request, drop=PAGE_PARAMETERS, after=after) if after else "",
    }
    return render_to_string("components/keyset_pages.html", {"shown": shown, **around, **options})


@register.simple_tag
def select_all() -> SafeString:
    """The box in the head of a table that selects all rows of the page."""
    box = format_html('<input type="checkbox" data-select-all aria-label="{}">', _("Select all rows of this page"))
    return format_html('<th scope="col" class="select-cell"><label class="needs-script">{}</label></th>', box)


@register.simple_tag
def select_row(value: Any, label: str, *, form: str = "") -> SafeString:
    """The box of a row: sends `selected=value` with the form of that id."""
    hint = _("Select %(row)s") % {"row": label}
    attributes = format_html('name="selected" value="{}" form="{}" aria-label="{}"', value, form, hint)
    return format_html('<td class="select-cell"><label><input type="checkbox" {}></label></td>', attributes)
