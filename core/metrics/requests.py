"""Requests: counted and timed by route template, never by raw address, so that the number of series stays small."""

from collections.abc import Callable
from functools import lru_cache
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("pm_http_requests", "Requests answered.", ("method", "route", "status"))
DURATION = Histogram(
    "pm_http_request_duration_seconds",
    "Time until the answer stood, without sending it.",
    ("method", "route", "status_class"),
    buckets=SECONDS,
)


class RequestMetrics:
    """Counts and times what passes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - began
        method = request.method if request.method in METHODS else "OTHER"
        count, duration = _series(str(method), _route(request), response.status_code)
        count.inc()
        duration.observe(seconds)
        return response


@lru_cache(maxsize=2048)
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, status), DURATION.labels(method, route, f"{status // 100}xx")


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unmatched"
