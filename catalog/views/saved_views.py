"""Views of the list of products: keeping, changing, removing them; the columns a person wants."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.columns import chosen_columns
from catalog.views.products import PAGE, view_address
from core.access.pages import PageRequest, page, told
from core.errors import NotFound
from core.saved_views import services
from core.saved_views.selectors import facts, views_of


@require_POST
@page("read:products", somewhere=True)
def views(request: PageRequest) -> HttpResponse:
    """Keep the list as it is as a new view."""
    made: list[Any] = []

    def save() -> None:
        options: dict[str, Any] = {"query": request.POST.get("query", ""), "columns": request.POST.getlist("columns")}
        shared = request.POST.get("is_shared") == "yes"
        name = request.POST.get("name", "")
        made.append(services.save_view(PAGE, name=name, by=request.user, is_shared=shared, **options))

    back = f"{reverse('catalog:products')}?{request.POST.get('query', '')}"
    refused = told(request, save, back=back)
    if refused is not None:
        return refused
    messages.success(request, _("The view is saved."))
    return redirect(view_address(facts(made[0], user=request.user)))


@require_POST
@page("read:products", somewhere=True)
def view(request: PageRequest, view_id: UUID) -> HttpResponse:
    """Change or remove a view, move its tab, or open the list with it."""
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound
    known = views_of(PAGE, user=request.user).view(view_id)
    refused = told(request, lambda: act(request, view_id), back=view_address(known))
    return refused or redirect(view_address(views_of(PAGE, user=request.user).view(view_id)))


@require_POST
@page("read:products", somewhere=True)
def columns(request: PageRequest) -> HttpResponse:
    """The columns the person wants: of the own view that is open, else of the list."""
    kept = [(name, value) for name, value in parse_qsl(request.POST.get("next", "")) if name != "columns"]
    wanted = [] if request.POST.get("act") == "reset" else request.POST.getlist("columns")
    names = [column.name for column in chosen_columns(wanted)] if wanted else []
    open_view = views_of(PAGE, user=request.user).view(QueryDict(urlencode(kept)).get("view"))
    if open_view is None:
        services.keep_columns(PAGE, names, by=request.user)
    elif open_view.is_mine:
        services.change_view(open_view.id, by=request.user, values={"columns": names})
    else:
        kept += [("columns", name) for name in names]
    return redirect(f"{reverse('catalog:products')}?{urlencode(kept)}")


def _changed(request: PageRequest, view_id: UUID, **values: Any) -> None:
    services.change_view(view_id, by=request.user, values=values)


def _remove(request: PageRequest, view_id: UUID) -> None:
    services.delete_view(view_id, by=request.user)
    messages.success(request, _("The view is removed."))


_ACTS: dict[str, Callable[[PageRequest, UUID], None]] = {
    "update": lambda request, pk: _changed(request, pk, query=request.POST.get("query", "")),
    "rename": lambda request, pk: _changed(request, pk, name=request.POST.get("name", "")),
    "share": lambda request, pk: _changed(request, pk, is_shared=True),
    "unshare": lambda request, pk: _changed(request, pk, is_shared=False),
    "left": lambda request, pk: services.move_view(pk, by=request.user, step=-1),
    "right": lambda request, pk: services.move_view(pk, by=request.user, step=1),
    "default": lambda request, pk: services.choose_default(PAGE, pk, by=request.user),
    "no-default": lambda request, pk: services.choose_default(PAGE, None, by=request.user),
    "delete": _remove,
}
