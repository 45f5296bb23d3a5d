"""`X-API-Key` of the API."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from core.access import limit
from core.actor import address_of
from core.apikeys.errors import TestKeyReadsOnly
from core.apikeys.services import key_behind
from core.models import ApiKey, User

HEADER = "X-API-Key"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ApiKeyAuthentication(BaseAuthentication):
    """Knows the caller by a key: its person, bound to the key's tenant and scopes. `request.auth` is the key."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        secret = request.headers.get(HEADER, "")
        if not secret:
            return None
        key = key_behind(secret, address=address_of(request._request))
        if key.mode == ApiKey.Mode.TEST and request.method not in READS:
            raise TestKeyReadsOnly
        limit(key.user, permissions=key.scopes, tenant_id=key.tenant_id)
        request._request.actor_kind = "api_key"  # type: ignore[attr-defined]
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'ApiKey realm="api"'


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's document describes it."""

    target_class = "core.apikeys.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": HEADER}
