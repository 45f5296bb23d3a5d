"""The sheet of a supplier: tabs of its own, and tabs that the apps above fill."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.context import may_on
from core.panels import contributed, contributions
from suppliers import selectors
from suppliers.models import Supplier
from suppliers.views.suppliers import cell

# tab -> words; those that only apps above fill are shown when one does (place "suppliers.supplier.<tab>")
TABS = (
    ("info", _("Info")),
    ("products", _("Products")),
    ("feeds", _("Feeds")),
    ("mappings", _("Mappings")),
    ("automation", _("Schedules")),
    ("imports", _("Imports")),
    ("scorecard", _("Scorecard")),
)
OWN = ("info", "automation")


@require_safe
@page("read:suppliers", somewhere=True)
def supplier(request: PageRequest, supplier_id: UUID, tab: str = "info") -> HttpResponse:
    """One supplier: contact and facts, and per tab what is known of it."""
    selectors.require_supplier(request.user, "read:suppliers", supplier_id)
    tabs = [(name, label) for name, label in TABS if name in OWN or contributed(_place(name))]
    if tab not in dict(tabs):
        raise Http404
    context = {
        "may": may_on(request, Supplier(pk=supplier_id, tenant_id=tenant_of(request))),
        "supplier": selectors.supplier(supplier_id),
        "tabs": tabs,
        "tab": tab,
        "panels": contributions(_place(tab), request, supplier_id=supplier_id),
    }
    return render(request, "suppliers/sheet/tab.html", {**context, **_own(request, supplier_id, tab)})


@require_safe
@page("read:suppliers", somewhere=True)
def moved(request: PageRequest, supplier_id: UUID, source_id: UUID) -> HttpResponse:
    """Where the policies of a source stood before feeds had pages of their own."""
    selectors.require_source(request.user, "read:suppliers", source_id)
    if selectors.source_settings(source_id).supplier_id != supplier_id:
        raise Http404
    return HttpResponsePermanentRedirect(f"/feeds/{source_id}/policies/")


def _place(tab: str) -> str:
    return "suppliers.supplier" if tab == "info" else f"suppliers.supplier.{tab}"


def _own(request: PageRequest, supplier_id: UUID, tab: str) -> dict[str, Any]:
    """What suppliers itself knows for the tab."""
    if tab == "info":
        columns = contributions("suppliers.columns", request, ids=[supplier_id])
        values = selectors.supplier_values(supplier_id)
        return {"values": values, "facts": [cell(column, supplier_id) for column in columns]}
    if tab == "automation":
        found = selectors.schedule_list(supplier_id=supplier_id, page=1, per_page=100)
        return {"schedules": found.items}
    return {}
