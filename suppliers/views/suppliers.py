"""Pages of suppliers: the list, the sheet, its form, the policies of a source."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.context import may_on
from core.errors import NotFound
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.panels import Column, contributions
from suppliers import selectors, services
from suppliers.forms.suppliers import PoliciesForm, SourceForm, SupplierForm
from suppliers.models import Source, Supplier

PER_PAGE = 50
ACTIVE = {"yes": True, "no": False}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:suppliers", somewhere=True)
def suppliers(request: PageRequest) -> HttpResponse:
    """Suppliers by name, found by a part of code, name or e-mail."""
    search, active = request.GET.get("q", "").strip(), request.GET.get("active", "")
    found = selectors.supplier_list(
        search=search, active=ACTIVE.get(active), page=page_number(request), per_page=PER_PAGE, seen_by=request.user
    )
    columns = _columns(request, [item.id for item in found.items])
    context = {
        "rows": [(item, [_cell(column, item.id) for column in columns]) for item in found.items],
        "columns": columns,
        "page": pages_of(found),
        "search": search,
        "active": active if active in ACTIVE else "",
    }
    return render(request, "suppliers/list.html", context)


@require_safe
@page("read:suppliers", somewhere=True)
def supplier(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """One supplier: sources and their policies, what the apps above know of it, contact."""
    selectors.require_supplier(request.user, "read:suppliers", supplier_id)
    context = {
        "may": may_on(request, Supplier(pk=supplier_id, tenant_id=tenant_of(request))),
        "supplier": selectors.supplier(supplier_id),
        "values": selectors.supplier_values(supplier_id),
        "sources": [(each, *_in_words(each).values()) for each in selectors.sources_of(supplier_id)],
        "facts": [_cell(column, supplier_id) for column in _columns(request, [supplier_id])],
        "panels": contributions("suppliers.supplier", request, supplier_id=supplier_id),
    }
    return render(request, "suppliers/supplier.html", context)


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
@page("write:suppliers", somewhere=True)
def add_source(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """Add a way in which the supplier's data arrives."""
    selectors.require_supplier(request.user, "write:suppliers", supplier_id)
    facts = selectors.supplier(supplier_id)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source_id = services.ensure_source(supplier_id=facts.id, name=form.cleaned_data["name"])
        return redirect("suppliers:source", supplier_id, source_id)
    return _form_page(request, "suppliers/source_form.html", {"form": form, "supplier": facts})


@form_page
@page("read:suppliers", somewhere=True)
def source(request: PageRequest, supplier_id: UUID, source_id: UUID) -> HttpResponse:
    """How a source is read, and what its imports do."""
    selectors.require_source(request.user, "read:suppliers", source_id)
    settings = selectors.source_settings(source_id)
    if settings.supplier_id != supplier_id:
        raise NotFound(code="SOURCE_NOT_FOUND")
    current = {name: getattr(settings, name) for name in PoliciesForm.Meta.fields}
    form = PoliciesForm(request.POST or None, initial=current)
    if request.method == "POST":
        selectors.require_source(request.user, "write:suppliers", source_id)
        if form.is_valid():
            with refusals_in(form):
                services.set_policies(by=request.user, source_id=source_id, values=form.cleaned_data)
                messages.success(request, _("The policies are saved; the next import follows them."))
                return redirect("suppliers:supplier", supplier_id)
    row = Source(pk=source_id, tenant_id=settings.tenant_id, supplier_id=supplier_id)
    context = {"form": form, "source": settings, "policies": _in_words(settings), "may": may_on(request, row)}
    return _form_page(request, "suppliers/source.html", context)


def _form_page(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _columns(request: PageRequest, ids: list[UUID]) -> list[Column]:
    return contributions("suppliers.columns", request, ids=ids) if ids else []


def _cell(column: Column, supplier_id: UUID) -> tuple[str, str, Any]:
    return column.label, column.css, column.cells.get(supplier_id, column.blank)


def _in_words(settings: selectors.SourceSettings) -> dict[str, str]:
    """The policies of a source, by their names, as people read them."""
    row = Source(**{name: getattr(settings, name) for name in PoliciesForm.Meta.fields})
    return {
        str(PoliciesForm.base_fields[name].label): str(getattr(row, f"get_{name}_display")())
        for name in ("existing_products", "duplicates", "error_policy")
    }
