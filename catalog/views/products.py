"""The list of products."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.forms import ProductFilterForm
from catalog.rights import READ
from catalog.selectors import SORTS, ProductFilters, product_list, read_filters
from core.access.pages import PageRequest, page, tenant_of
from core.paging import page_number, page_size, pages_of
from suppliers.selectors import all_suppliers

PAGE_SIZES = (25, 50, 100)
DEFAULT_SORT = "-updated_at"


@require_safe
@page("read:products", somewhere=True)
def products(request: PageRequest) -> HttpResponse:
    """Products by words and codes, narrowed, sorted, in pages; everything stands in the address."""
    form = ProductFilterForm(
        request.GET, suppliers=[(each.id, each.name) for each in all_suppliers(seen_by=request.user, permission=READ)]
    )
    found = product_list(
        tenant_id=tenant_of(request),
        filters=_filters(form.cleaned_data, request.user),
        sort=_sort(request),
        page=page_number(request),
        per_page=page_size(request, PAGE_SIZES),
    )
    context = {
        "form": form,
        "products": found.items,
        "page": pages_of(found),
        "estimated": not found.total_is_exact,
        "default_sort": DEFAULT_SORT,
        "sizes": PAGE_SIZES,
    }
    return render(request, "catalog/list.html", context)


def _filters(values: dict[str, Any], user: Any) -> ProductFilters:
    names = {"q": "search", "supplier": "supplier_id", "gtin": "has_gtin", "stock": "in_stock", "run": "run_id"}
    return read_filters({names.get(name, name): value for name, value in values.items()}, seen_by=user)


def _sort(request: HttpRequest) -> str:
    """The order the address asks for; anything strange is the list's own."""
    given = request.GET.get("sort", "")
    return given if given.removeprefix("-") in SORTS else DEFAULT_SORT
