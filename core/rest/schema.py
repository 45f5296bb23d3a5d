"""The OpenAPI document: what every operation has in common is added here, once, instead of in each view."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import AllowAny

from core.rest.conditional import CHANGES, READS
from core.rest.errors import ErrorBody
from core.rest.permissions import PUBLIC, SIGNED_IN
from core.rest.refusals import REFUSALS, example_of
from core.rest.tiers import tier_of_method

LIMIT_HEADERS = {
    "X-RateLimit-Limit": "Requests allowed in the window of the tier; 0 stands for no limit.",
    "X-RateLimit-Remaining": "Requests left.",
    "X-RateLimit-Reset": "When the window ends or, after 429, when the next request passes: Unix seconds.",
}
TEXT_HEADERS = {
    "X-Request-ID": "The request's id, as the log has it.",
    "ETag": "Hash of the representation, for If-None-Match and If-Match.",
    "Retry-After": "Seconds until the next try.",
}
PARAMETERS = {
    "Idempotency-Key": (
        "IdempotencyKey",
        "Makes the request repeatable: a second one with the same key and body gets the answer of the first.",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
        "2f1c7f0e-5d0b-4e59-9f3d-0a3f0f3c9b11",
    ),
    "If-None-Match": ("IfNoneMatch", "An ETag: 304 when the answer is still that.", {"type": "string"}, '"9c1f…"'),
    "If-Match": ("IfMatch", "An ETag: 412 when what is changed is not that any more.", {"type": "string"}, "*"),
    "X-Tenant": (
        "Tenant",
        "Id or short name of the organisation to work in, for members of several.",
        {"type": "string"},
        "maison-dupont",
    ),
}
_FIRST_SENTENCE = re.compile(r"(.+?)(?:[.;:](?:\s|$)|$)", re.DOTALL)


class Schema(AutoSchema):
    """Adds summary, permission, tier, conditional headers and all refusals that the ground rules bring."""

    def get_operation(self, *args: Any, **options: Any) -> Any:
        operation = super().get_operation(*args, **options)
        if operation is None:
            return None
        operation["x-permission"] = self.permission
        operation["x-rate-limit-tier"] = self.tier
        needs = f"Permission: `{self.permission}`. Limit: `{self.tier}`."
        operation["description"] = f"{operation.get('description', '')}\n\n{needs}".strip()
        parameters = [self._parameter(name) for name in self._header_names()]
        operation["parameters"] = [*operation.get("parameters", ()), *parameters]
        for code, response in operation["responses"].items():
            if code < "400" and "$ref" not in response:
                names = [*LIMIT_HEADERS, "X-Request-ID", *(["ETag"] if self._has_etag(code) else [])]
                response.setdefault("headers", {}).update(self._headers(names))
        return operation

    def get_summary(self) -> str:
        """The first sentence of the description, where the view gives no summary."""
        found = _FIRST_SENTENCE.match(self.get_description())
        return super().get_summary() or (" ".join(found[1].split()) if found else "")

    def get_auth(self) -> Any:
        auths = super().get_auth()
        return [*auths, {}] if self.permission == PUBLIC and {} not in auths else auths

    @property
    def permission(self) -> str:
        """What the operation asks for: a permission, signed-in, or public."""
        named = getattr(self.view, "permissions", {}).get(self.method)
        if named:
            return str(named)
        return PUBLIC if any(isinstance(each, AllowAny) for each in self.view.get_permissions()) else SIGNED_IN

    @property
    def tier(self) -> str:
        """The tier the operation counts in."""
        return getattr(self.view, "rate_tiers", {}).get(self.method) or tier_of_method(self.method)

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """The shape, with the values of `samples` of the serializer as examples of its fields."""
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        for name, value in getattr(serializer, "samples", {}).items():
            if name in schema.get("properties", {}):
                schema["properties"][name]["examples"] = [value]
        return schema

    def _has_etag(self, code: str) -> bool:
        return code in ("200", "304") and self.method in (*READS, "PUT", "PATCH") and hasattr(self.view, "get")

    def _header_names(self) -> list[str]:
        names = {"POST": ["Idempotency-Key"], "GET": ["If-None-Match"]}.get(self.method, [])
        if self.method in CHANGES and hasattr(self.view, "get"):
            names = ["If-Match"]
        return names if self.permission == PUBLIC else [*names, "X-Tenant"]

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        responses = super()._get_response_bodies(direction)
        if self.method == "GET" and "200" in responses:
            responses.setdefault("304", {"description": "Not changed since the ETag in If-None-Match."})
        for code in self._refusals():
            responses.setdefault(code, None)
        error_ref = self.resolve_serializer(ErrorBody, "response").ref
        for code, response in responses.items():
            if code in REFUSALS and _is_plain(response, error_ref):
                responses[code] = self._refusal(code, error_ref)
        return dict(sorted(responses.items()))

    def _refusals(self) -> list[str]:
        """The refusals the ground rules bring to an operation of this kind."""
        changes = self.method not in READS
        has_body = self.method in ("POST", "PUT", "PATCH") and self.get_request_serializer() is not None
        has_query = any(parameter["in"] == "query" for parameter in self._get_parameters())
        found = {
            "400": has_body,
            "401": True,
            "403": self.permission != PUBLIC,
            "404": "{" in self.path or has_body,
            "406": True,
            "409": changes,
            "412": self.method in CHANGES,
            "413": changes,
            "415": has_body,
            "422": changes or has_query,
            "429": True,
            "503": True,
        }
        return [code for code, applies in found.items() if applies]

    def _refusal(self, code: str, error_ref: Any) -> Any:
        known = REFUSALS[code]
        names = [*LIMIT_HEADERS, "X-Request-ID", *(["Retry-After"] if code in ("429", "503") else [])]
        content = {"schema": error_ref, "example": example_of(code)}
        schema = {
            "description": known.meaning,
            "headers": self._headers(names),
            "content": {"application/json": content},
        }
        return self._component(known.name, ResolvedComponent.RESPONSE, schema)

    def _headers(self, names: list[str]) -> dict[str, Any]:
        kinds = dict.fromkeys(LIMIT_HEADERS, "integer") | dict.fromkeys(TEXT_HEADERS, "string")
        texts = {**LIMIT_HEADERS, **TEXT_HEADERS}
        return {
            name: self._component(
                name.replace("-", ""),
                ResolvedComponent.HEADER,
                {"description": texts[name], "schema": {"type": kinds[name]}},
            )
            for name in names
        }

    def _parameter(self, header: str) -> Any:
        name, text, schema, example = PARAMETERS[header]
        described = {"name": header, "in": "header", "description": text, "schema": schema, "example": example}
        return self._component(name, ResolvedComponent.PARAMETER, described)

    def _component(self, name: str, kind: str, schema: Any) -> Any:
        component: Any = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=kind, schema=schema, object=name
        )
        self.registry.register_on_missing(component)
        return component.ref


def _is_plain(response: Any, error_ref: Any) -> bool:
    """Whether the view only says that the refusal happens, without words of its own."""
    if response is None:
        return True
    schemas = [content.get("schema") for content in response.get("content", {}).values()]
    return not response.get("description") and all(schema == error_ref for schema in schemas)
