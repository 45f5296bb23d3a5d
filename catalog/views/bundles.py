"""The parts of a bundle: which, how many, what they cost and allow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.amount_forms import NewPartForm, PartFormSet
from catalog.rights import READ, require_products
from catalog.selectors.bundles import Bundle, bundle_of, bundles_with
from catalog.selectors.coded import product_coded
from catalog.services.bundles import change_parts
from catalog.views.amounts import answered, done
from core.access.pages import PageRequest, page, tenant_of
from core.forms import refusals_in


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:products", somewhere=True)
def bundle(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The parts of a product in one form, with a line for another one."""
    tenant_id = tenant_of(request)
    require_products(request.user, READ, [product_id], tenant_id=tenant_id)
    shown = bundle_of(product_id, tenant_id=tenant_id)
    data = request.POST if request.method == "POST" else None
    lines, form = _forms(shown, data)
    if data is not None:
        require_products(request.user, "write:products", [product_id], tenant_id=tenant_id)
        if lines.is_valid() and form.is_valid():
            with refusals_in(form, conflict="code"):
                _save(request, product_id, lines, form)
                messages.success(request, _("The parts are saved."))
                return done(product_id, "bundle")
    context = {
        "bundle": shown,
        "lines": lines,
        "rows": list(zip(shown.parts, lines.forms, strict=False)),
        "form": form,
        "used_in": bundles_with(product_id, tenant_id=tenant_id),
    }
    return answered(request, product_id, "bundle", context, refused=data is not None)


def _forms(shown: Bundle, data: Any) -> tuple[Any, NewPartForm]:
    initial = [{"product": part.id, "quantity": part.quantity} for part in shown.parts]
    return PartFormSet(data, initial=initial), NewPartForm(data, initial={"version": shown.version, "pieces": 1})


def _save(request: PageRequest, product_id: UUID, lines: Any, form: NewPartForm) -> None:
    parts: dict[UUID, int | None] = {}
    for line in lines.forms:
        values = line.cleaned_data
        if line.has_changed():
            parts[values["product"]] = None if values.get("DELETE") else values["quantity"]
    if code := form.cleaned_data["code"]:
        parts[product_coded(code, seen_by=request.user)] = form.cleaned_data["pieces"] or 1
    version = form.cleaned_data["version"]
    change_parts(product_id, tenant_id=tenant_of(request), user=request.user, parts=parts, version=version)
