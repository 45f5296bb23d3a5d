"""The edit form of a product: only what the person changed is sent on, and nobody overwrites somebody else unseen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.display import short_gtin
from catalog.errors import ProductChanged
from catalog.forms import ProductForm
from catalog.rights import require_products
from catalog.selectors import ProductDetail, product_detail
from catalog.services import edit_product
from core.access.pages import PageRequest, page, tenant_of
from core.forms import refusals_in


class ChangedMeanwhile(Exception):
    """Somebody else saved the product after this form was shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def edit(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Show the form, or save what was changed in it."""
    tenant_id = tenant_of(request)
    require_products(request.user, "write:products", [product_id], tenant_id=tenant_id)
    detail = product_detail(product_id, tenant_id=tenant_id)
    form = _form(detail, request.POST or None)
    meanwhile: list[tuple[str, Any, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form, conflict=_taken(form)):
                _save(request, product_id, form)
                return redirect("catalog:product", product_id)
        except ChangedMeanwhile:
            detail = product_detail(product_id, tenant_id=tenant_id)
            meanwhile = form.outdated(_initial(detail))
            form = _form(detail, form.laid_over(_initial(detail)))
    context = {"form": form, "product": detail, "meanwhile": meanwhile}
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "catalog/edit.html", context, status=status)


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


def _form(detail: ProductDetail, data: Mapping[str, Any] | None = None) -> ProductForm:
    return ProductForm(data, initial=_initial(detail), locks=[each.name for each in detail.fields if each.locked])


def _initial(detail: ProductDetail) -> dict[str, Any]:
    values = {each.name: each.value for each in detail.fields}
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in values.items()}
    return {**texts, "gtin": short_gtin(values.get("gtin")), "version": detail.version}


def _taken(form: ProductForm) -> str:
    """The field that a conflict of identifiers is about, when only one of them was changed."""
    changed = [name for name in ("gtin", "sku") if name in form.changed_data]
    return changed[0] if len(changed) == 1 else ""
