"""The trash: what lies in it, taking out, emptying."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog.columns import BY_NAME
from catalog.filter_panel import total_words
from catalog.selectors import ProductFilters, product_list
from catalog.services import bulk_edits as services
from catalog.services.bulk_edits.starting import KEEP_DAYS
from catalog.templatetags.lists import RowLook
from core.access.pages import PageRequest, page, tenant_of
from core.configuration import value
from core.errors import InvalidInput
from core.paging import page_size

COLUMNS = tuple(BY_NAME[name] for name in ("image", "title", "gtin", "brand", "price", "stock", "updated_at"))
SIZES = (25, 50, 100)


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:products", somewhere=True)
def trash(request: PageRequest) -> HttpResponse:
    """Products in the trash, the last ones first; sent: the selected ones, or all, come back."""
    tenant_id = tenant_of(request)
    if request.method == "POST":
        made = services.start_bulk(_chosen(request), act="restore", options={}, by=request.user, key=uuid4())
        return redirect("catalog:bulk-edit", made.pk)
    filters = ProductFilters(statuses=("trash",), search=request.GET.get("search", ""), seen_by=request.user)
    place: dict[str, Any] = {name: request.GET.get(name) for name in ("after", "before")}
    found = product_list(tenant_id, filters, per_page=page_size(request, SIZES), **place)
    days = value(KEEP_DAYS, tenant_id=tenant_id)
    context = {
        "products": found.items,
        "found": found,
        "total": total_words(found.total, exact=found.total_is_exact),
        "search": filters.search,
        "columns": COLUMNS,
        "look": RowLook(COLUMNS),
        "days": days,
        "soon": timezone.now() - timedelta(days=max(0, days - 3)),
    }
    return render(request, "catalog/trash.html", context)


@require_http_methods(["POST"])
@page("delete:products")
def empty(request: PageRequest) -> HttpResponse:
    """Remove everything in the trash for good."""
    made = services.empty_trash(tenant_id=tenant_of(request), by=request.user)
    return redirect("catalog:bulk-edit", made.pk)


def _chosen(request: PageRequest) -> services.Selection:
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    if request.POST.get("all"):
        return services.Selection.of_filters({"status": "trash"}, **options)
    try:
        return services.Selection.of_ids([UUID(text) for text in request.POST.getlist("selected")], **options)
    except ValueError:
        raise InvalidInput(code="VALIDATION_FAILED") from None
