"""Pages of the frame itself: appearance, errors, the style guide."""

import json
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core import degraded
from core.addresses import FOR_PROGRAMS
from core.audit.denied import note_denied
from core.configuration.personal import save_preferences
from core.databases import CORE
from core.rest.errors import database_away, error_body, program_status
from core.styleguide import samples

APPEARANCE = {"theme": ("light", "dark"), "sidebar": ("compact",)}
COOKIE_AGE = 365 * 24 * 3600


@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Remember theme and side bar of this browser; an unknown value means the automatic one."""
    response = HttpResponseRedirect(_way_back(request))
    if "theme" in request.POST and request.user.is_authenticated:
        chosen = request.POST["theme"]
        save_preferences(user=request.user, values={"theme": chosen if chosen in APPEARANCE["theme"] else "auto"})
    for name, choices in APPEARANCE.items():
        if name in request.POST:
            chosen = request.POST[name] if request.POST[name] in choices else ""
            response.set_cookie(
                name, chosen, max_age=COOKIE_AGE if chosen else 0, samesite="Lax", secure=request.is_secure()
            )
    return response


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with realistic content, for developers and staff."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    return render(request, "styleguide/index.html", samples(request))


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    note_denied(request, exception or PermissionDenied())
    return _error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection token is missing or old."""
    return _error_page(request, HTTPStatus.FORBIDDEN, template="csrf")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when it was a database that did not answer somebody on the way to the view (session, tenant)."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError):
        return unavailable(request, alias=degraded.away(error))
    return _error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest, *, alias: str = "") -> HttpResponse:
    """503: a database does not answer; says which part of the product that is, and when to try again.

    A page for people, a message for a fragment (the page around it stays), the unified body for programs.
    """
    response = _told_unavailable(request, alias)
    response["Retry-After"] = str(degraded.RETRY_SECONDS)
    return response


def _told_unavailable(request: HttpRequest, alias: str) -> HttpResponse:
    status, sentence = HTTPStatus.SERVICE_UNAVAILABLE, degraded.sentence(alias)
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse(error_body(database_away(alias), request), status=status)
    if "HX-Request" in request.headers:
        toast = json.dumps({"toast": {"level": "error", "text": sentence}})
        return HttpResponse(status=status, headers={"HX-Trigger": toast})
    others_work = alias not in ("", CORE)
    return _error_page(request, status, sentence=sentence if alias else "", others_work=others_work)


def _error_page(request: HttpRequest, status: HTTPStatus, *, template: str = "", **more: Any) -> HttpResponse:
    """An error page that needs no database, session or context processor: whatever failed may be one of these."""
    if request.path.startswith(FOR_PROGRAMS):
        return program_status(request, status.value)
    values = {"status": status.value, "request_id": getattr(request, "request_id", ""), "path": request.get_full_path()}
    values |= more
    return HttpResponse(render_to_string(f"errors/{template or status.value}.html", values), status=status)
