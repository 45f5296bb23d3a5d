"""The list of products."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.forms import YES_NO, ProductFilterForm
from catalog.selectors import SORTS, ProductFilters, brand_named, category_at, product_list
from core.access.pages import PageRequest, page, tenant_of
from core.paging import page_number, page_size, pages_of
from suppliers.selectors import all_suppliers

PAGE_SIZES = (25, 50, 100)
DEFAULT_SORT = "-updated_at"


@require_safe
@page("read:products")
def products(request: PageRequest) -> HttpResponse:
    """Products by words and codes, narrowed, sorted, in pages; everything stands in the address."""
    form = ProductFilterForm(request.GET, suppliers=[(each.id, each.name) for each in all_suppliers()])
    found = product_list(
        tenant_id=tenant_of(request),
        filters=filters_of(form.cleaned_data),
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


def filters_of(values: dict[str, Any]) -> ProductFilters:
    """The filters of the form as the selector takes them; an unknown brand or category matches nothing."""
    names = {"brand_id": _named(brand_named, values, "brand"), "category_id": _named(category_at, values, "category")}
    is_unknown = any(values.get(name) and not names[f"{name}_id"] for name in ("brand", "category"))
    return ProductFilters(
        search=values.get("q") or "",
        supplier_id=UUID(values["supplier"]) if values.get("supplier") else None,
        status=values.get("status") or "",
        has_gtin=YES_NO.get(values.get("gtin") or ""),
        in_stock=YES_NO.get(values.get("stock") or ""),
        price_min=values.get("price_min"),
        price_max=values.get("price_max"),
        run_id=values.get("run"),
        ids=() if is_unknown else None,
        **names,
    )


def _named(find: Any, values: dict[str, Any], name: str) -> UUID | None:
    return find(values[name]) if values.get(name) else None


def _sort(request: HttpRequest) -> str:
    """The order the address asks for; anything strange is the list's own."""
    given = request.GET.get("sort", "")
    return given if given.removeprefix("-") in SORTS else DEFAULT_SORT
