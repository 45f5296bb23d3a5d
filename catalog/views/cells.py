"""Editing a cell of the list: its field, saving, what somebody else changed meanwhile."""

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import localize_input
from django.views.decorators.http import require_http_methods

from catalog import services
from catalog.columns import BY_NAME, EDITABLE
from catalog.display import short_amount
from catalog.errors import ProductChanged, ProductNotFound
from catalog.models import Product
from catalog.rights import require_products
from catalog.selectors import ProductFilters, ProductRow, product_list
from catalog.selectors.reading import plain_number
from catalog.templatetags.lists import RowLook, product_cell
from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.errors import InvalidInput, NotFound, PermissionRefused, Refused

STATUSES = [choice for choice in Product.Status.choices if choice[0] != Product.Status.TRASH]


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def cell(request: PageRequest, product_id: UUID, name: str) -> HttpResponse:
    """The field of a cell, or the cell after the value was saved; HTMX puts it in the cell's place.

    Sent without HTMX it goes on at the product, whose page says what was refused.
    """
    if name not in EDITABLE:
        raise NotFound
    require_products(request.user, "write:products", [product_id], tenant_id=tenant_of(request))
    product = _row(product_id, tenant_of(request))
    if not is_fragment(request):
        place = reverse("catalog:product", args=[product_id])
        act = partial(_save, request, product, name)
        return (told(request, act, back=place) if request.method == "POST" else None) or redirect(place)
    if request.method != "POST":
        return _field(request, product, name, _written(getattr(product, name)))
    try:
        _save(request, product, name)
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        return _refused(request, product_id, name, error)
    return HttpResponse(_saved(_row(product_id, tenant_of(request)), name))


def _save(request: PageRequest, product: ProductRow, name: str) -> None:
    value = request.POST.get("value", "").strip()
    if name in ("price", "stock"):
        value = plain_number(value)
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    version = _version(request)
    if name == "status":
        if version != product.version:
            raise ProductChanged(version=product.version)
        services.set_status([product.id], status=value, **options)
    else:
        services.edit_product(product.id, values={name: value}, version=version, **options)


def _version(request: PageRequest) -> int:
    given = request.POST.get("version", "")
    if not given.isdecimal():
        raise InvalidInput(code="VALIDATION_FAILED")
    return int(given)


def _refused(request: PageRequest, product_id: UUID, name: str, error: Refused) -> HttpResponse:
    """The field again with the sentence; after a conflict with the present version, so that saving again overwrites."""
    product = _row(product_id, tenant_of(request))
    present = _cell_text(product, name) if isinstance(error, ProductChanged) else ""
    typed = request.POST.get("value", "")
    return _field(request, product, name, typed, error=str(error), present=present)


def _field(request: PageRequest, product: ProductRow, name: str, value: str, **said: str) -> HttpResponse:
    context = {"product": product, "column": BY_NAME[name], "value": value, "statuses": STATUSES, **said}
    return render(request, "catalog/list/cell.html", context)


def _saved(product: ProductRow, name: str) -> str:
    """The cell with the product's version, which the row takes over."""
    cell = product_cell(product, BY_NAME[name], RowLook((), may_edit=True))
    return cell.replace(" data-edit=", f' data-version="{product.version}" data-edit=', 1)


def _row(product_id: UUID, tenant_id: UUID) -> ProductRow:
    everything = tuple(Product.Status.values)
    found = product_list(tenant_id, ProductFilters(ids=(product_id,), statuses=everything), per_page=1).items
    if not found:
        raise ProductNotFound(product_id=str(product_id))
    return found[0]


def _cell_text(product: ProductRow, name: str) -> str:
    value = getattr(product, name)
    return str(Product.Status(value).label) if name == "status" else _written(value)


def _written(value: Any) -> str:
    if value is None:
        return ""
    return str(localize_input(short_amount(value))) if isinstance(value, Decimal) else str(value)
