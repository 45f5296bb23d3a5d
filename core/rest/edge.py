"""What every request of the API passes before its view: size, correlation, compression, the headers of the limits."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from core.addresses import API
from core.logs import REQUEST_ID
from core.rest.errors import program_error
from core.rest.sizes import BodyTooLarge, most_bytes
from core.rest.throttling import check, identity_of

Handler = Callable[[HttpRequest], HttpResponse]
COMPRESSED = (API, "/openapi.json")
COMPRESSED_FROM_BYTES = 500


class ApiEdge:
    """Refuses bodies that are too large unread, returns the correlation id, and lets no reply go without its limits."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API):
            return self.get_response(request)
        most = most_bytes(request.content_type or "")
        too_large = _declared_length(request) > most
        response = program_error(request, BodyTooLarge(most)) if too_large else self.get_response(request)
        given = request.headers.get("X-Correlation-ID", "")
        response["X-Correlation-ID"] = given if REQUEST_ID.fullmatch(given) else getattr(request, "request_id", "")
        if not response.has_header("X-RateLimit-Limit"):
            # Refused before a view could say who asks.
            for name, value in check(identity_of(request), "READ_PUBLIC").headers.items():
                response[name] = value
        return response


class Compression(GZipMiddleware):
    """Answers of the API above 500 bytes, compressed; pages hold tokens beside texts of strangers and stay plain."""

    min_length = COMPRESSED_FROM_BYTES

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if not request.path.startswith(COMPRESSED):
            return response
        if not response.streaming and len(response.content) <= self.min_length:  # type: ignore[attr-defined]
            return response
        return super().process_response(request, response)


def _declared_length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0
