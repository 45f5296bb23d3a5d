"""Going back to an earlier state of a whole product: what would change, then doing it."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.errors import ProductNotFound
from catalog.rights import MayOnProduct, require_products
from catalog.selectors import FieldChange, label_of, product_detail
from catalog.selectors.finding import product_exists
from catalog.selectors.words import Names
from catalog.services import entry_on, foresee_return, restore_product
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import InvalidInput
from core.tenancy import tenant_scope


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def restore(request: PageRequest, product_id: UUID) -> HttpResponse:
    """What going back to an entry, or to the end of a day, would change; POST does it."""
    tenant_id = tenant_of(request)
    require_products(request.user, "write:products", [product_id], tenant_id=tenant_id)
    if not product_exists(product_id):
        raise ProductNotFound(product_id=str(product_id))
    back = reverse("catalog:history", args=[product_id])
    if request.method == "POST":
        return told(request, lambda: _restore(request, product_id), back=back) or redirect(back)
    found: list[Any] = []
    refused = told(request, lambda: found.append(_foreseen(request, product_id)), back=back)
    return refused or render(request, "catalog/restore.html", found[0])


def _foreseen(request: PageRequest, product_id: UUID) -> dict[str, Any]:
    tenant_id = tenant_of(request)
    seq = _entry(request, product_id)
    foreseen = foresee_return(product_id, tenant_id=tenant_id, user=request.user, seq=seq)
    pairs = {**foreseen.changes, **foreseen.locked}
    with tenant_scope(tenant_id):
        words = Names.of([{name: side[place] for name, side in pairs.items()} for place in (0, 1)])
    rows = {
        name: FieldChange(name, label_of(name), words.readable(name, now), words.readable(name, then))
        for name, (now, then) in pairs.items()
    }
    return {
        "product": product_detail(product_id, tenant_id=tenant_id),
        "may": MayOnProduct(request, product_id),
        "foreseen": foreseen,
        "changes": [rows[name] for name in foreseen.changes],
        "locked": [rows[name] for name in foreseen.locked],
        "day": request.GET.get("day", ""),
    }


def _restore(request: PageRequest, product_id: UUID) -> None:
    seq, version = (_number(request.POST.get(name, "")) for name in ("seq", "version"))
    restore_product(product_id, tenant_id=tenant_of(request), user=request.user, seq=seq, version=version)
    messages.success(request, _("The product has its earlier values again. Its history can take this back."))


def _entry(request: PageRequest, product_id: UUID) -> int:
    if day := request.GET.get("day"):
        return entry_on(product_id, _end_of(day), tenant_id=tenant_of(request))
    return _number(request.GET.get("seq", ""))


def _end_of(day: str) -> datetime:
    """The end of the day in the person's time zone."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.max))
    except ValueError as error:
        raise InvalidInput(_("“%(day)s” is no day: write it as 2026-11-25.") % {"day": day[:40]}) from error


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise InvalidInput(_("This is no entry of the history."))
    return int(text)
