"""The list of products: filters, views as tabs, table and cards, columns; the numbers of the filters' choices."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.columns import COLUMNS, Column, chosen_columns
from catalog.filter_panel import CURSORS, FilterPanel, total_words
from catalog.rights import READ
from catalog.search.hits import correction
from catalog.selectors import SORTS, ProductPage, product_list
from catalog.selectors.facets import facets as count_facets
from catalog.selectors.offering import supplier_names
from catalog.templatetags.lists import RowLook
from core.access import allowed, allowed_somewhere
from core.access.pages import PageRequest, page, tenant_of
from core.errors import InvalidInput
from core.paging import page_size
from core.saved_views.selectors import PageViews, ViewFacts, views_of
from suppliers.selectors import all_suppliers

PAGE = "products"
PAGE_SIZES = (25, 50, 100)
DEFAULT_SORT = "-updated_at"
NO_VIEW = "all"
# What cards can be sorted by: they have no heads.
ORDERS = (
    ("-updated_at", _("Last change")),
    ("-created_at", _("Newest first")),
    ("title", _("Title")),
    ("price", _("Cheapest first")),
    ("-price", _("Dearest first")),
    ("stock", _("Least stock first")),
    ("-stock", _("Most stock first")),
)
FLAGS = ("has_gtin", "has_price", "has_images", "in_stock", "has_multiple_suppliers", "has_asin")
LACKS = ("has_supplier", "has_category", "has_brand")
RANGES = (
    ("price_min", "price_max"),
    ("stock_min", "stock_max"),
    ("weight_min", "weight_max"),
    ("completeness_min", "completeness_max"),
)
CHOICES = ("status", "supplier_id", "category_id", "brand_id", "tag", "kind", "grade", "missing_field")
TEXTS = ("search", "brand", "category", "include_subcategories")
PERIODS = (("created_from", "created_to"), ("updated_from", "updated_to"), ("imported_from", "imported_to"))


# What the form has an input for; other filters of the address go through it unseen.
SHOWN = frozenset((*FLAGS, *LACKS, *CHOICES, *TEXTS, *(name for pair in (*RANGES, *PERIODS) for name in pair)))


@require_safe
@page("read:products", somewhere=True)
def products(request: PageRequest) -> HttpResponse:
    """Products by words and codes, narrowed, sorted, in pages; everything stands in the address."""
    views = views_of(PAGE, user=request.user)
    opened = _opened(request, views)
    if opened is not None:
        return opened
    panel = FilterPanel(request.GET, request.user)
    try:
        found = _found(request, panel)
    except InvalidInput:
        return redirect(_without_cursor(request))
    view = views.view(request.GET.get("view"))
    columns = chosen_columns(request.GET.getlist("columns"), view.columns if view else (), views.columns)
    context = {
        **panel_context(request, panel),
        **_view_context(panel, view, views),
        "products": found.items,
        "found": found,
        "meant": _meant(request, panel, found),
        "total": total_words(found.total, exact=found.total_is_exact),
        "look": look_of(request, found, columns),
        "columns": columns,
        "all_columns": COLUMNS,
        "is_cards": request.GET.get("layout") == "cards",
        "per_page": found.per_page,
        "sizes": PAGE_SIZES,
        "default_sort": DEFAULT_SORT,
        "sort": sort_of(request),
        "orders": ORDERS,
    }
    return render(request, "catalog/list.html", context)


def _meant(request: PageRequest, panel: FilterPanel, found: ProductPage) -> str:
    """What an empty search may have meant. Words of the catalogue are told only to who may see all of it."""
    search = panel.filters.search
    if found.items or not search or not allowed(request.user, READ):
        return ""
    return correction(search, tenant_id=tenant_of(request))


@require_safe
@page("read:products", somewhere=True)
def facets(request: PageRequest) -> HttpResponse:
    """The choices of the filters with the number of products behind each; loaded after the page."""
    panel = FilterPanel(request.GET, request.user)
    counted = count_facets(tenant_of(request), panel.filters)
    context = {**panel_context(request, panel), "facets": counted, "is_counted": True}
    return render(request, "catalog/list/choices.html", context)


def panel_context(request: PageRequest, panel: FilterPanel) -> dict[str, Any]:
    """What the filters need to be shown."""
    return {
        "panel": panel,
        "inputs": panel.inputs,
        "chips": panel.chips,
        "suppliers": all_suppliers(seen_by=request.user, permission=READ),
        "flags": FLAGS,
        "lacks": LACKS,
        "ranges": RANGES,
        "periods": PERIODS,
        "hidden_filters": panel.others(SHOWN),
    }


def look_of(request: PageRequest, found: ProductPage, columns: tuple[Column, ...]) -> RowLook:
    """What the rows have in common: columns, whether cells can be edited, the suppliers' names."""
    shown = {column.name for column in columns}
    ids = [row.id for row in found.items] if "suppliers" in shown else []
    names = supplier_names(ids, seen_by=request.user) if ids else {}
    return RowLook(columns, allowed_somewhere(request.user, "write:products"), names)


def sort_of(request: HttpRequest) -> str:
    """The order the address asks for; anything strange is the list's own."""
    given = request.GET.get("sort", "")
    return given if given.removeprefix("-") in SORTS else DEFAULT_SORT


def view_address(view: ViewFacts | None) -> str:
    """The address of the list as the view wants it; None: the list without a view."""
    base = reverse("catalog:products")
    if view is None:
        return f"{base}?view={NO_VIEW}"
    return f"{base}?{urlencode([*parse_qsl(view.query), ('view', str(view.id))])}"


def _found(request: PageRequest, panel: FilterPanel) -> ProductPage:
    return product_list(
        tenant_id=tenant_of(request),
        filters=panel.filters,
        sort=sort_of(request),
        per_page=page_size(request, PAGE_SIZES),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )


def _opened(request: PageRequest, views: PageViews) -> HttpResponseRedirect | None:
    """Without any parameter the list opens with the person's own first view."""
    if request.GET or views.default_id is None:
        return None
    return redirect(view_address(views.view(views.default_id)))


def _view_context(panel: FilterPanel, view: ViewFacts | None, views: PageViews) -> dict[str, Any]:
    kept = sorted(parse_qsl(view.query)) if view else []
    return {
        "views": [(each, view_address(each)) for each in views.views],
        "all_address": view_address(None),
        "view": view,
        "no_view": view is None,
        "is_default": bool(view) and view is not None and view.id == views.default_id,
        "is_changed": view is not None and sorted(parse_qsl(panel.address)) != kept,
    }


def _without_cursor(request: PageRequest) -> str:
    kept: QueryDict = request.GET.copy()
    for name in CURSORS:
        kept.pop(name, None)
    return f"{request.path}?{kept.urlencode()}"
