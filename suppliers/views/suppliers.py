"""Pages of suppliers: the list and the forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.cutting import ListPage
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.panels import Column, contributions
from suppliers import selectors, services
from suppliers.forms.suppliers import DuplicateForm, SupplierFilterForm, SupplierForm

PER_PAGE = 50
BY_NAME = ("name", "-name", "")
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:suppliers", somewhere=True)
def suppliers(request: PageRequest) -> HttpResponse:
    """Suppliers, found by a part of code, name or e-mail, narrowed, sorted by name or by what apps above know."""
    form = SupplierFilterForm(request.GET, countries=selectors.supplier_countries())
    found = _found(request, form.filters(seen_by=request.user))
    columns = _columns(request, [item.id for item in found.items])
    context = {
        "form": form,
        "rows": [(item, [cell(column, item.id) for column in columns]) for item in found.items],
        "columns": columns,
        "page": pages_of(found),
    }
    return render(request, "suppliers/list.html", context)


def _found(request: PageRequest, filters: selectors.SupplierFilters) -> ListPage[selectors.SupplierFacts]:
    """The page in the order asked for; an order that nobody gives is that of the names."""
    sort = request.GET.get("sort", "")
    cut: dict[str, Any] = {"page": page_number(request), "per_page": PER_PAGE}
    if sort in BY_NAME:
        return selectors.supplier_list(filters, sort=sort or "name", **cut)
    ids = selectors.supplier_ids(filters)
    for keys in contributions(f"suppliers.columns.order.{sort.lstrip('-')}", request, ids=ids):
        known = [key for key in ids if key in keys]
        known.sort(key=keys.__getitem__, reverse=sort.startswith("-"))
        return selectors.supplier_ranking([*known, *(key for key in ids if key not in keys)], **cut)
    return selectors.supplier_list(filters, **cut)


@form_page
@page("write:suppliers")
def add(request: PageRequest) -> HttpResponse:
    """Write down a new supplier."""
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.user, "tenant_id": tenant_of(request), **form.cleaned_data}
        with refusals_in(form, conflict="code"):
            supplier_id = services.create_supplier(**values)
            messages.success(request, _("%(name)s is written down.") % {"name": form.cleaned_data["name"]})
            return redirect("suppliers:supplier", supplier_id)
    return _form_page(request, "suppliers/form.html", {"form": form})


@form_page
@page("write:suppliers", somewhere=True)
def edit(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """Change what is known about a supplier."""
    selectors.require_supplier(request.user, "write:suppliers", supplier_id)
    facts = selectors.supplier(supplier_id)
    form = SupplierForm(request.POST or None, initial=selectors.supplier_values(supplier_id))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="code"):
            services.update_supplier(by=request.user, supplier_id=supplier_id, values=form.cleaned_data)
            messages.success(request, _("The changes are saved."))
            return redirect("suppliers:supplier", supplier_id)
    return _form_page(request, "suppliers/form.html", {"form": form, "supplier": facts})


@form_page
@page("write:suppliers")
def duplicate(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """A new supplier like this one."""
    facts = selectors.supplier(supplier_id)
    first = {"name": _("%(name)s (copy)") % {"name": facts.name}, "code": f"{facts.code[:38]}-2"}
    form = DuplicateForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="code"):
            made = services.duplicate_supplier(by=request.user, supplier_id=supplier_id, **form.cleaned_data)
            messages.success(request, _("%(name)s is written down.") % {"name": form.cleaned_data["name"]})
            return redirect("suppliers:supplier", made)
    return _form_page(request, "suppliers/duplicate.html", {"form": form, "supplier": facts})


@require_POST
@page("write:suppliers", somewhere=True)
def archive(request: PageRequest, supplier_id: UUID, *, active: bool) -> HttpResponse:
    """Archive or restore a supplier; its data stays."""
    selectors.require_supplier(request.user, "write:suppliers", supplier_id)
    services.set_active(by=request.user, supplier_id=supplier_id, active=active)
    told = _("The supplier is active again.") if active else _("The supplier is archived; its data stays.")
    messages.success(request, told)
    return redirect("suppliers:supplier", supplier_id)


def _form_page(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _columns(request: PageRequest, ids: list[UUID]) -> list[Column]:
    return contributions("suppliers.columns", request, ids=ids) if ids else []


def cell(column: Column, supplier_id: UUID) -> tuple[str, str, Any]:
    """The column's label, style and content for the supplier."""
    return column.label, column.css, column.cells.get(supplier_id, column.blank)
