"""What every request passes: its id, the tenant it serves, readable refusals."""

import json
import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from http import HTTPStatus

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.actor import serving
from core.addresses import API, FOR_PROGRAMS, WATCHING
from core.audit.denied import note_denied
from core.degraded import away, tolerating
from core.errors import PermissionRefused, ProductsManagerError, Refused
from core.logs import REQUEST_ID, request_id
from core.pages import unavailable
from core.rest.conditional import READS
from core.tenancy import tenant_scope
from core.workspace import workspace_of

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
# Answers of the API are data: nothing in them may be shown, run or framed.
DATA_ONLY = {name: [NONE] for name in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
# Unfold's Alpine evaluates expressions in attributes, the API's documents style in place and search in a worker made
# of a blob: these pages get policies of their own, ours stay strict.
POLICIES = {
    "/api/v1/": DATA_ONLY,
    "/openapi.json": DATA_ONLY,
    "/admin/": {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]},
    "/api/docs": {"style-src": [SELF, UNSAFE_INLINE]},
    "/api/redoc": {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]},
}


class RequestId:
    """Gives every request an id (the caller's `X-Request-ID` when it looks like one) and returns it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        token = request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            with serving(request):
                response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class BrowserPolicies:
    """Tells browsers what a page may do: its content security policy by path, and no camera, microphone, place.

    Answers are one person's: no cache on the way keeps them, and those to a change (tokens, keys) nobody does.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.setdefault("Cache-Control", "private, no-cache" if request.method in READS else "no-store")
        for prefix, policy in POLICIES.items():
            if request.path.startswith(prefix):
                response._csp_replace = policy  # type: ignore[attr-defined]
        return response


class CurrentTenant:
    """Serves a page inside the scope of the tenant the user works in; the API opens its scope after authentication."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WATCHING):
            return self.get_response(request)
        request.workspace = workspace_of(request)  # type: ignore[attr-defined]
        if request.path.startswith(API):
            return self.get_response(request)
        tenant = request.workspace.tenant  # type: ignore[attr-defined]
        with tenant_scope(tenant.pk) if tenant else nullcontext():
            return self.get_response(request)


class ErrorPages:
    """Answers refusals with their sentence and a way back, and a database that is away with 503 and a time to retry."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        with tolerating() as missed:
            response = self.get_response(request)
        if missed and not response.get("Content-Type", "").startswith("text/html"):
            # A file with half the facts would be taken for the whole.
            return unavailable(request, alias=missed[0])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionRefused):
            note_denied(request, exception)
        if isinstance(exception, Refused):
            return _refused(request, exception)
        if isinstance(exception, OperationalError):
            logger.error("a database did not answer in %s: %s", request.path, exception)
            return unavailable(request, alias=away(exception))
        if isinstance(exception, ProductsManagerError):
            logger.error("%s in %s: %s", exception.code, request.path, exception)
            return _refused(request, exception)
        return None


def _refused(request: HttpRequest, error: ProductsManagerError) -> HttpResponse:
    """A page of its own; for a fragment a short message, because the page around it stays."""
    status = error.status if isinstance(error, Refused) else HTTPStatus.SERVICE_UNAVAILABLE
    if "HX-Request" not in request.headers:
        return render(request, "errors/refused.html", {"error": error}, status=status)
    toast = json.dumps({"toast": {"level": "error", "text": str(error)}})
    return HttpResponse(status=status, headers={"HX-Trigger": toast})
