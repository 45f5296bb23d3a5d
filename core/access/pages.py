"""Who may open a page, and how a refusal is told on the page it concerns."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.access import allowed_somewhere, refusal, require
from core.errors import NotFound, PermissionRefused, Refused
from core.models import User
from core.workspace import Workspace

P = ParamSpec("P")


class PageRequest(HttpRequest):
    """A request of somebody who is signed in and works in an organisation."""

    user: User
    workspace: Workspace


View = Callable[Concatenate[PageRequest, P], HttpResponseBase]


def page(
    permission: str = "", *, somewhere: bool = False
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for members of an organisation who hold the permission in it; others sign in, or get 403.

    `somewhere`: a grant on any object opens the page too; the view then asks for the object, or cuts its list by
    `core.access.visibility`.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in(request)
            tenant_of(request)
            if permission:
                _require(request, permission, somewhere=somewhere)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return decorate


def _require(request: HttpRequest, permission: str, *, somewhere: bool) -> None:
    if not somewhere:
        require(request.user, permission)
    elif not allowed_somewhere(request.user, permission):
        raise refusal(permission)


def tenant_of(request: Any) -> UUID:
    """The id of the organisation the person works in; raises PermissionRefused for somebody without any."""
    tenant = request.workspace.tenant
    if tenant is None and request.user.is_superuser:
        raise PermissionRefused(_("There is no organisation yet: add the first one."), code="NO_TENANT")
    if tenant is None:
        raise PermissionRefused(_("You are not a member of any organisation."), code="NO_TENANT")
    return tenant.pk


def is_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page only."""
    return "HX-Request" in request.headers


def told(request: PageRequest, act: Callable[[], Any], *, back: str) -> HttpResponse | None:
    """Do `act`; when it is refused, say why on the page at `back`. None when it was done.

    A missing right and a thing of another organisation stay errors of their own (403, 404).
    """
    try:
        act()
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    return None


def refreshed() -> HttpResponse:
    """Tells HTMX to load the whole page again: its head and its buttons have changed."""
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


def _sign_in(request: HttpRequest) -> HttpResponse:
    return refreshed() if is_fragment(request) else redirect_to_login(request.get_full_path())
