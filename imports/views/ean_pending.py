"""The page of products without EAN: the list, an EAN entered in its line, several marked as having none."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.errors import NotFound, PermissionRefused, Refused
from core.paging import page_number, pages_of
from imports.forms.held_rows import as_uuid
from imports.models import EanPending
from imports.selectors.ean_pending import READ, PendingFilters, pending_counts, pending_list
from imports.services.ean_pending import dismiss_eans, reopen_eans, resolve_ean
from suppliers.selectors import all_suppliers

PER_PAGE = 25
States = EanPending.State


@require_safe
@page("read:imports", somewhere=True)
def queue(request: PageRequest) -> HttpResponse:
    """The articles in one state, newest first, by supplier and text."""
    state = request.GET.get("state", "")
    filters = PendingFilters(
        state=state if state in States.values else States.OPEN,
        supplier_id=as_uuid(request.GET.get("supplier", "")),
        search=request.GET.get("q", "").strip()[:100],
        seen_by=request.user,
    )
    found = pending_list(filters, page=page_number(request), per_page=PER_PAGE)
    context = {
        "rows": found.items,
        "page": pages_of(found),
        "filters": filters,
        "states": [(value, label, counts) for value, label, counts in _states(request)],
        "suppliers": [(str(one.id), one.name) for one in all_suppliers(seen_by=request.user, permission=READ)],
        "supplier": str(filters.supplier_id or ""),
        "narrowed": bool(filters.supplier_id or filters.search),
    }
    return render(request, "imports/ean_pending/list.html", context)


@require_POST
@page("write:imports", somewhere=True)
def resolve(request: PageRequest, entry_id: UUID) -> HttpResponse:
    """Enter the EAN of one article; a refusal is told above the list, with the product that stands in the way."""
    try:
        entry = resolve_ean(entry_id, ean=request.POST.get("ean", ""), tenant_id=tenant_of(request), by=request.user)
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        messages.error(request, str(error))
        other = error.params.get("product_id")
        return redirect(f"{_back(request)}{_hint(request, entry_id, other)}")
    messages.success(request, _("The product has its EAN now; later files of the supplier get it by themselves."))
    return redirect(_back(request) if entry else "imports:ean-pending")


@require_POST
@page("write:imports", somewhere=True)
def act(request: PageRequest, name: str) -> HttpResponse:
    """Dismiss or reopen the articles that are ticked."""
    acts = {"dismiss": dismiss_eans, "reopen": reopen_eans}
    if name not in acts:
        raise Http404
    ids = [chosen for text in request.POST.getlist("selected") if (chosen := as_uuid(text))]
    if not ids:
        messages.warning(request, _("No row was chosen: tick some first."))
        return redirect(_back(request))
    count = acts[name](ids, tenant_id=tenant_of(request), by=request.user)
    if name == "dismiss":
        text = ngettext("%(count)s product has no EAN.", "%(count)s products have no EAN.", count)
    else:
        text = ngettext("%(count)s product is on the list again.", "%(count)s products are on the list again.", count)
    messages.success(request, text % {"count": count})
    return redirect(_back(request))


def _states(request: PageRequest) -> list[tuple[str, str, int]]:
    counts = pending_counts(seen_by=request.user)
    return [(value, str(label), counts[value]) for value, label in States.choices]


def _hint(request: PageRequest, entry_id: UUID, product_id: object) -> str:
    """Which line was refused, and the product to open."""
    sign = "&" if "?" in _back(request) else "?"
    return f"{sign}refused={entry_id}&product={product_id}#e{entry_id}" if product_id else ""


def _back(request: PageRequest) -> str:
    wanted = request.POST.get("next", "").partition("&refused=")[0].partition("?refused=")[0]
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if inside else reverse("imports:ean-pending")
