"""The page of priorities: which supplier comes first, for all fields and for single ones."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.selectors.words import attribute_names, label_of
from catalog.services import foresee_order, set_order
from catalog.services.orders import ORDERED
from core.access import require
from core.access.pages import PageRequest, page, tenant_of, told
from suppliers.selectors import SupplierFacts, all_suppliers, field_priorities, suppliers_by_id

Choice = tuple[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:suppliers")
def priorities(request: PageRequest) -> HttpResponse:
    """Orders of fields; a draft of one stands in the address (`field`, `order`) until it is saved."""
    if request.method == "POST":
        return _save(request)
    orders = field_priorities(tenant_of(request))
    fields = _fields()
    field = request.GET.get("field", "")
    chosen = field in dict(fields)
    saved = list(orders.get(field, {}))
    drafted = _ids(request.GET.get("order", "")) if "order" in request.GET else saved
    named = suppliers_by_id({*drafted, *(each for places in orders.values() for each in places)})
    draft = [each for each in drafted if each in named]
    context: dict[str, Any] = {
        "fields": fields,
        "field": field if chosen else "",
        "label": label_of(field) if chosen else "",
        "orders": [(name, label_of(name), [named[each] for each in orders[name] if each in named]) for name in orders],
        "everybody": sorted(all_suppliers(), key=lambda each: (each.priority, each.name, each.id)),
    }
    if chosen:
        context |= _draft(field, draft, named, tenant_id=tenant_of(request))
        context["is_saved"] = draft == saved
    return render(request, "catalog/priorities.html", context)


def _draft(field: str, draft: Sequence[UUID], named: dict[UUID, SupplierFacts], *, tenant_id: UUID) -> dict[str, Any]:
    moved, looked_at = foresee_order(field, draft, tenant_id=tenant_id)
    return {
        "rows": [
            {
                "supplier": named[each],
                "place": place + 1,
                "up": _address(field, _swapped(draft, place - 1)) if place else "",
                "down": _address(field, _swapped(draft, place)) if place + 1 < len(draft) else "",
                "without": _address(field, [other for other in draft if other != each]),
            }
            for place, each in enumerate(draft)
        ],
        "further": [
            (each, _address(field, [*draft, each.id])) for each in all_suppliers() if each.id not in set(draft)
        ],
        "order": _text(draft),
        "moved": moved,
        "looked_at": looked_at,
    }


def _save(request: PageRequest) -> HttpResponse:
    require(request.user, "write:suppliers")
    field, ids = request.POST.get("field", ""), _ids(request.POST.get("order", ""))
    back = _address(field, ids)
    tenant_id = tenant_of(request)
    refused = told(request, lambda: set_order(field, ids, by=request.user, tenant_id=tenant_id), back=back)
    if refused:
        return refused
    messages.success(request, _("The order is saved; the products follow within moments."))
    return redirect(f"{reverse('catalog:priorities')}?{_query(field=field)}")


def _fields() -> list[Choice]:
    """Fields of the catalogue, then the attributes of this organisation."""
    attributes = [f"attribute:{name}" for name in attribute_names()]
    return [(name, label_of(name)) for name in (*ORDERED, *attributes)]


def _ids(text: str) -> list[UUID]:
    """The ids of the text, each once; what is no id is left out."""
    ids = []
    for part in text.split(","):
        try:
            ids.append(UUID(part))
        except ValueError:
            continue
    return list(dict.fromkeys(ids))


def _text(ids: Sequence[UUID]) -> str:
    return ",".join(map(str, ids))


def _swapped(ids: Sequence[UUID], place: int) -> list[UUID]:
    """The ids with those at the place and after it exchanged."""
    return [*ids[:place], ids[place + 1], ids[place], *ids[place + 2 :]]


def _address(field: str, ids: Sequence[UUID]) -> str:
    return f"{reverse('catalog:priorities')}?{_query(field=field, order=_text(ids))}"


def _query(**values: str) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode(safe=",")
