"""New products by hand: from nothing, or as a copy of another one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.product_form import ProductForm, initial_of
from catalog.rights import READ, require_products
from catalog.selectors.families import families
from catalog.selectors.sheet import Cell, blank_sheet, product_sheet
from catalog.services import create_product, duplicate_product
from core.access.pages import PageRequest, page, tenant_of
from core.forms import refusals_in

# What has to be another one in a copy.
OWN_IDENTITY = ("gtin", "sku")


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new product, or making it: a draft."""
    known = [each.name for each in families(tenant_id=tenant_of(request))]
    form = ProductForm(blank_sheet().cells, request.POST or None, families=known, initial=_currency())
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict=_taken(form)):
            values = {name: value for name, value in form.cleaned_data.items() if name in form.cells and value}
            made = create_product(tenant_id=tenant_of(request), user=request.user, values=values)
            messages.success(request, _("The product is made, as a draft: it is not shown anywhere yet."))
            return redirect("catalog:product", made)
    return render(request, "catalog/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def duplicate(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The form of a copy: everything but what names the first product, which has to be written anew."""
    tenant_id = tenant_of(request)
    require_products(request.user, READ, [product_id], tenant_id=tenant_id)
    sheet = product_sheet(product_id, tenant_id=tenant_id)
    cells = [cell for each in sheet.groups for cell in each.cells if cell.name in ("title", *OWN_IDENTITY)]
    form = ProductForm(map(_unlocked, cells), request.POST or None, initial=_copied(cells))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict=_taken(form)):
            values = {name: form.cleaned_data[name] for name in form.cells}
            made = duplicate_product(product_id, tenant_id=tenant_id, user=request.user, values=values)
            messages.success(request, _("The copy is made, as a draft, with the values of the first product."))
            return redirect("catalog:product", made)
    context = {"form": form, "product": sheet.product}
    return render(request, "catalog/new.html", context, status=422 if form.errors else 200)


def _copied(cells: list[Cell]) -> dict[str, Any]:
    initial = initial_of(cells)
    title = _("%(title)s (copy)") % {"title": initial.get("title") or ""}
    return {**initial, "title": title.strip(), **dict.fromkeys(OWN_IDENTITY)}


def _unlocked(cell: Cell) -> Cell:
    return Cell(cell.field.__class__(cell.name, cell.field.label, None, cell.field.badge))


def _currency() -> dict[str, str]:
    return {"currency": "EUR"}


def _taken(form: ProductForm) -> str:
    given = [name for name in OWN_IDENTITY if form.cleaned_data.get(name)]
    return given[0] if len(given) == 1 else ""
