"""Arranging the home page: order, size, hidden and own widgets, layouts for everybody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analytics.home.layout import Placed
from analytics.home.metrics import METRICS, SHAPES
from analytics.home.widgets import SIZES
from analytics.selectors.layouts import layout_of, shared_layouts
from analytics.services import layouts
from core.access.pages import PageRequest, page, tenant_of, told
from core.context import May

Act = Callable[[PageRequest, str, dict[str, Any]], Any]
_ACTS: dict[str, Act] = {
    "up": lambda request, widget, whose: layouts.move_widget(widget, steps=-1, **whose),
    "down": lambda request, widget, whose: layouts.move_widget(widget, steps=1, **whose),
    "first": lambda request, widget, whose: layouts.move_widget(widget, steps=-1000, **whose),
    "size": lambda request, widget, whose: layouts.resize_widget(widget, size=request.POST.get("size", ""), **whose),
    "hide": lambda request, widget, whose: layouts.hide_widget(widget, is_hidden=True, **whose),
    "show": lambda request, widget, whose: layouts.hide_widget(widget, is_hidden=False, **whose),
    "remove": lambda request, widget, whose: layouts.remove_widget(widget, **whose),
    "add": lambda request, widget, whose: layouts.add_widget(
        metric=request.POST.get("metric", ""),
        shape=request.POST.get("shape", ""),
        title=request.POST.get("title", ""),
        **whose,
    ),
    "reset": lambda request, widget, whose: layouts.reset_layout(**whose),
    "share": lambda request, widget, whose: layouts.share_layout(name=request.POST.get("name", ""), **whose),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def arrange(request: PageRequest) -> HttpResponse:
    """The widgets as a list, each with its buttons; every act is one small form."""
    here = reverse("analytics:arrange")
    if request.method == "POST":
        act, widget = _ACTS.get(request.POST.get("act", "")), request.POST.get("widget", "")
        whose: dict[str, Any] = {"tenant_id": tenant_of(request), "by": request.user}
        refused = told(request, lambda: act(request, widget, whose), back=here) if act else None
        return refused or redirect(f"{here}#{widget}" if widget else here)
    may = May(request, request.workspace)
    context = {
        "placed": [each for each in layout_of(request.user) if _may_see(each, may)],
        "sizes": SIZES.items(),
        "shapes": SHAPES.items(),
        "metrics": [(key, each) for key, each in METRICS.items() if may[each.permission]],
        "shared": shared_layouts(request.user),
        "may_remove": may[layouts.ADMINISTER.replace(":", "_")],
    }
    return render(request, "analytics/home/arrange.html", context)


@require_POST
@page()
def shared(request: PageRequest, arrangement_id: UUID, name: str) -> HttpResponse:
    """Use a layout that somebody shared, or remove it."""
    whose: dict[str, Any] = {"tenant_id": tenant_of(request), "by": request.user}
    if name == "use":
        layouts.use_layout(arrangement_id, **whose)
        messages.success(request, _("Your home page is arranged like this layout now."))
        return redirect("analytics:home")
    layouts.delete_layout(arrangement_id, **whose)
    return redirect("analytics:arrange")


def _may_see(placed: Placed, may: May) -> bool:
    return not placed.widget.permission or may[placed.widget.permission]
