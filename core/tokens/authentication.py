"""`Authorization: Bearer <access token>` of the API."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from core.models import User
from core.tokens.services import user_behind
from core.tokens.signing import TokenInvalid

SCHEME = b"bearer"


def bearer_of(request: Request) -> str:
    """The token behind "Bearer", empty without one; raises TokenInvalid for a header that is no such thing."""
    parts = get_authorization_header(request).split()
    if not parts or parts[0].lower() != SCHEME:
        return ""
    if len(parts) != 2:
        raise TokenInvalid
    return parts[1].decode("ascii", "replace")


class BearerAuthentication(BaseAuthentication):
    """Knows the caller by an access token; the active flag and the end of the sign-in count at every request."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        token = bearer_of(request)
        return (user_behind(token), None) if token else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's document describes it."""

    target_class = "core.tokens.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
