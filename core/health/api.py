"""The same answers below the API's prefix, where older documents name them."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.access import refusal
from core.errors import Refused
from core.health import views
from core.metrics.views import metrics
from core.rest.errors import ErrorBody
from core.rest.permissions import PUBLIC
from core.rest.views import ApiView


class NotSignedIn(Refused):
    """Nobody is signed in: send a bearer token, an API key or the session's cookie."""

    code = "AUTH_TOKEN_MISSING"
    status = HTTPStatus.UNAUTHORIZED


DESCRIBED: Any = {200: OpenApiTypes.OBJECT, 503: OpenApiTypes.OBJECT}


class WatchView(ApiView):
    """For monitors; the functions behind it find out by themselves who asks."""

    authentication_classes = ()
    permissions: ClassVar[dict[str, str]] = {"GET": PUBLIC}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "HEALTH_CHECK"}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Monitors ask for whatever they like: they get what there is."""
        return super().perform_content_negotiation(request, force=True)


class Health(WatchView):
    """All parts."""

    @extend_schema(operation_id="multidb_health", responses=DESCRIBED)
    def get(self, request: Request) -> HttpResponse:
        """`ok`, `degraded` or `down`, and which part is away; 503 when db_core is. The same as `/health`."""
        return views.health(request._request)


class DatabaseHealth(WatchView):
    """The seven databases."""

    @extend_schema(operation_id="database_health", responses=DESCRIBED)
    def get(self, request: Request) -> HttpResponse:
        """Each of the seven databases, `up` or `down`; 503 when db_core is away. The same as `/health/db`."""
        return views.database_health(request._request)


class Metrics(WatchView):
    """Figures."""

    @extend_schema(
        operation_id="prometheus_metrics",
        summary="Figures in the format of Prometheus",
        responses={(200, "text/plain"): OpenApiTypes.STR, 403: ErrorBody},
    )
    def get(self, request: Request) -> HttpResponse:
        """Figures in the format of Prometheus, for callers on the same machine, with the token METRICS_TOKEN, or with
        the permission read:monitoring. The same as `/metrics`."""
        response = metrics(request._request)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise NotSignedIn(response.content.decode().strip())
        if response.status_code == HTTPStatus.FORBIDDEN:
            raise refusal("read:monitoring")
        return response
