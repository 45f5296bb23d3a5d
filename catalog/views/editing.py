"""The edit form of a product: only what the person changed is sent on, and nobody overwrites somebody else unseen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.attributes import GROUPS
from catalog.display import short_gtin
from catalog.errors import ProductChanged
from catalog.languages import language_name
from catalog.product_form import Meanwhile, ProductForm, initial_of
from catalog.rights import require_products
from catalog.selectors.families import families as all_families
from catalog.selectors.sheet import Cell, Group, Sheet, product_sheet
from catalog.services import edit_product
from core.access.pages import PageRequest, page, tenant_of
from core.errors import NotFound
from core.forms import refusals_in


class ChangedMeanwhile(Exception):
    """Somebody else saved the product after this form was shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def edit(request: PageRequest, product_id: UUID, group: str = "") -> HttpResponse:
    """Show the form of everything that the page shows, or of a whole group; or save what was changed in it."""
    if group and group not in GROUPS:
        raise NotFound
    tenant_id = tenant_of(request)
    require_products(request.user, "write:products", [product_id], tenant_id=tenant_id)
    sheet = product_sheet(product_id, tenant_id=tenant_id)
    form = _form(sheet, group, request.POST or None, tenant_id=tenant_id)
    meanwhile: list[Meanwhile] = []
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form, conflict=_taken(form)):
                _save(request, product_id, form)
                place = f"#group-{group}" if group else ""
                return redirect(f"{reverse('catalog:product', args=[product_id])}{place}")
        except ChangedMeanwhile:
            sheet = product_sheet(product_id, tenant_id=tenant_id)
            meanwhile = form.outdated(_initial(sheet, group))
            form = _form(sheet, group, form.laid_over(_initial(sheet, group)), tenant_id=tenant_id)
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "catalog/edit.html", _context(sheet, group, form, meanwhile), status=status)


def _context(sheet: Sheet, group: str, form: ProductForm, meanwhile: list[Meanwhile]) -> dict[str, Any]:
    by_language = form.in_languages(sheet.languages)
    own = sheet.languages[0]
    return {
        "form": form,
        "product": sheet.product,
        "meanwhile": meanwhile,
        "group": sheet.group(group),
        "sections": _sections(sheet, group, form),
        "languages": [(code or own, language_name(code or own), inputs) for code, inputs in by_language],
    }


def _sections(sheet: Sheet, group: str, form: ProductForm) -> list[tuple[str, list[BoundField]]]:
    """The inputs without language, by group."""
    own = {bound.name: bound for bound in form.own()}
    chosen = [each for each in sheet.groups if group in ("", each.code)]
    found = [(each.label, [own[cell.name] for cell in _cells_of(each, group) if cell.name in own]) for each in chosen]
    return [(label, inputs) for label, inputs in found if inputs]


def _cells(sheet: Sheet, group: str) -> list[Cell]:
    """What the form shows: all of one group, or of every group what the product has or is asked for."""
    return [cell for each in sheet.groups if group in ("", each.code) for cell in _cells_of(each, group)]


def _cells_of(each: Group, group: str) -> list[Cell]:
    return [*each.cells, *each.others] if group else each.cells


def _save(request: PageRequest, product_id: UUID, form: ProductForm) -> None:
    values = form.changes()
    if not values:
        messages.info(request, _("Nothing was changed."))
        return
    version = form.cleaned_data["version"]
    try:
        edit_product(product_id, tenant_id=tenant_of(request), user=request.user, values=values, version=version)
    except ProductChanged as error:
        raise ChangedMeanwhile from error
    messages.success(request, _("The changes are saved; imports keep them."))


def _form(sheet: Sheet, group: str, data: Any, *, tenant_id: UUID) -> ProductForm:
    cells, known = _cells(sheet, group), all_families(tenant_id=tenant_id)
    return ProductForm(cells, data, families=[each.name for each in known], initial=_initial(sheet, group))


def _initial(sheet: Sheet, group: str) -> dict[str, Any]:
    texts = initial_of(_cells(sheet, group))
    if "gtin" in texts:
        texts["gtin"] = short_gtin(texts["gtin"])
    return {**texts, "version": sheet.product.version}


def _taken(form: ProductForm) -> str:
    """The field that a conflict of identifiers is about, when only one of them was changed."""
    changed = [name for name in ("gtin", "sku") if name in form.changed_data]
    return changed[0] if len(changed) == 1 else ""
