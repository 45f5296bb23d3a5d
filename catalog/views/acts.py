"""What a person does to a product by a button: locks, giving back, restoring, status."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalog import services
from catalog.errors import ProductNotFound
from catalog.selectors import label_of
from catalog.selectors.finding import product_exists
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import InvalidInput, NotFound

# name -> (the service, what is said when it is done, the page to come back to)
FIELD_ACTS: dict[str, tuple[Callable[..., Any], Any, str]] = {
    "lock": (services.lock_field, _("“%(field)s” is locked: no import changes it."), "product"),
    "unlock": (services.unlock_field, _("“%(field)s” is unlocked: imports may change it again."), "product"),
    "release": (services.release_field, _("“%(field)s” is given back to the sources."), "product"),
    "restore": (services.restore_field, _("“%(field)s” has its earlier value again."), "history"),
}


@require_POST
@page("read:products", somewhere=True)
def field_act(request: PageRequest, product_id: UUID, act: str) -> HttpResponse:
    """Lock, unlock, give back or restore one field; the services ask for the right to do so."""
    if act not in FIELD_ACTS:
        raise NotFound
    service, done, place = FIELD_ACTS[act]
    name = request.POST.get("field", "")
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user, "field": name}
    if act == "restore":
        options["seq"] = _number(request.POST.get("seq", ""))
    back = reverse(f"catalog:{place}", args=[product_id])
    refused = told(request, lambda: service(product_id, **options), back=back)
    if refused is None:
        messages.success(request, str(done) % {"field": label_of(name)})
    return refused or redirect(f"{back}#{name}" if place == "product" else back)


@require_POST
@page("read:products", somewhere=True)
def status_act(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Give the product another status, or take it out of the trash."""
    back = reverse("catalog:product", args=[product_id])
    refused = told(request, lambda: _set_status(request, product_id), back=back)
    if refused is None:
        messages.success(request, str(_("The status is changed.")))
    return refused or redirect(back)


def _set_status(request: PageRequest, product_id: UUID) -> None:
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    wanted = request.POST.get("status", "")
    if not product_exists(product_id):
        raise ProductNotFound(product_id=str(product_id))
    if wanted == "restore":
        services.restore_products([product_id], **options)
    else:
        services.set_status([product_id], status=wanted, **options)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise InvalidInput(_("This is no entry of the history."))
    return int(text)
