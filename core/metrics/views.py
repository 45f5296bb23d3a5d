"""The address that Prometheus scrapes."""

import os
from http import HTTPStatus
from ipaddress import ip_address
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from core.health.callers import caller_of, holds
from core.metrics.state import StateCollector

PLAIN = "text/plain; charset=utf-8"
# A proxy on this machine connects from here for people who are not here; it says so in one of these.
SIGNS_OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for callers on this machine, with the token METRICS_TOKEN, or with the right to watch."""
    refusal = _refusal(request)
    if refusal is not None:
        return refusal
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    parts = [_requests(), CollectorRegistry()]
    parts[1].register(StateCollector())
    return HttpResponse(_joined([encode(part) for part in parts]), content_type=content_type)


def _requests() -> CollectorRegistry:
    """The figures of all web processes where they share a folder, else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _joined(texts: list[bytes]) -> bytes:
    """Several expositions as one: OpenMetrics ends with a mark that may stand only once."""
    end = b"# EOF\n"
    marked = any(text.endswith(end) for text in texts)
    return b"".join(text.removesuffix(end) for text in texts) + (end if marked else b"")


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if _is_local(request) or _has_token(request):
        return None
    person: Any = caller_of(request)
    if person is None:
        text = _("These figures are for callers on this machine, with the token METRICS_TOKEN, or signed in.")
        headers = {"WWW-Authenticate": 'Bearer realm="metrics"'}
        return HttpResponse(f"{text}\n", status=HTTPStatus.UNAUTHORIZED, headers=headers, content_type=PLAIN)
    if not holds(person, request, "read:monitoring"):
        text = _("These figures need the permission read:monitoring: ask an administrator.")
        return HttpResponse(f"{text}\n", status=HTTPStatus.FORBIDDEN, content_type=PLAIN)
    return None


def _is_local(request: HttpRequest) -> bool:
    if any(name in request.headers for name in SIGNS_OF_A_PROXY):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    wanted: str = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and compare_digest(given.strip().encode(), wanted.encode())
