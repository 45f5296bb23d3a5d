"""The view all API views are made of."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar, cast
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from core.configuration.preferences import use_language
from core.errors import NotFound, PermissionRefused, Refused
from core.models import User
from core.rest import conditional, idempotency, throttling
from core.rest.conditional import CHANGES, READS
from core.rest.tiers import tier_of_method
from core.tenancy import tenant_scope
from core.workspace import HEADER, workspace_of


class ApiView(APIView):
    """A view that serves the tenant of the user (or of the header X-Tenant) and names a permission per method.

    `permissions`: method -> code, or PUBLIC, SIGNED_IN of `core.rest.permissions`. `rate_tiers`: method -> tier of
    `core.rest.tiers`, where reading and writing are not just that. `needs_tenant = False` lets in people who are not a
    member of any organisation (their own account, signing out).

    `checks_objects = True`: a grant on any object opens the view, which asks for the object or cuts its list.

    In a change that was sent with If-Match, `present` is the representation the caller has seen: its `version` makes
    the write itself refuse what came in between.
    """

    permissions: ClassVar[Mapping[str, str]] = {}
    rate_tiers: ClassVar[Mapping[str, str]] = {}
    needs_tenant: ClassVar[bool] = True
    checks_objects: ClassVar[bool] = False
    present: Any = None
    verdict: throttling.Verdict | None = None
    tenant_id: UUID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.args, self.kwargs = args, kwargs
        self.request: Request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        response: HttpResponseBase
        with ExitStack() as self.scopes:
            try:
                self.initial(self.request, *args, **kwargs)
                response = self._answer()
            except Exception as error:
                response = self.handle_exception(error)
            self.response = cast(Any, self._finished(response))
        return self.response

    def perform_authentication(self, request: Request) -> None:
        """Who calls, within which limits, and the scope of the tenant served."""
        try:
            super().perform_authentication(request)
        except (APIException, Refused):
            self._count(throttling.identity_of(request._request))
            raise
        if request.user and request.user.is_authenticated:
            request._request.user = request.user
        self._count(throttling.identity_of(request._request, request.auth))
        if request.user and request.user.is_authenticated:
            self._enter_tenant(request)
            if "Accept-Language" not in request.headers:
                use_language(request._request, request.user)

    @property
    def user(self) -> User:
        """The person or program that calls; never anonymous, because permissions were checked."""
        return cast(User, self.request.user)

    def _enter_tenant(self, request: Request) -> None:
        tenant = workspace_of(request._request).tenant
        wanted = request.headers.get(HEADER)
        if wanted and (tenant is None or wanted not in (str(tenant.pk), tenant.slug)):
            # Never the caller's other organisation instead: a typing error must not write there.
            raise NotFound(_("You are not a member of the organisation named in X-Tenant."), code="TENANT_NOT_FOUND")
        if tenant is not None:
            self.tenant_id = tenant.pk
            self.scopes.enter_context(tenant_scope(tenant.pk))
        elif self.needs_tenant:
            raise PermissionRefused(_("You are not a member of any organisation."), code="NO_TENANT")

    def _count(self, identity: str) -> None:
        method = str(self.request.method)
        tier = self.rate_tiers.get("GET" if method == "HEAD" else method) or tier_of_method(method)
        own_limit = getattr(self.request.auth, "rate_limit_per_minute", None) if identity[:4] == "key:" else None
        self.verdict = throttling.check(identity, tier, own_limit=own_limit)
        if not self.verdict.allowed:
            raise throttling.refusal(self.verdict)

    def _answer(self) -> HttpResponseBase:
        """The handler's answer, once its conditions hold; the first one's for a repeated POST."""
        method = str(self.request.method)
        seen, key = self.request.headers.get("If-Match"), self.request.headers.get("Idempotency-Key")
        if seen is not None and method in CHANGES:
            self.present = conditional.require_match(self, seen)
        if key is not None and method == "POST" and hasattr(self, "tenant_id"):
            return idempotency.once(self.request, self._act, key=key, tenant_id=self.tenant_id)
        return self._act()

    def _act(self) -> HttpResponseBase:
        handler = getattr(self, str(self.request.method).lower(), self.http_method_not_allowed)
        try:
            response = handler(self.request, *self.args, **self.kwargs)
        except Exception as error:
            response = self.handle_exception(error)
        return conditional.rendered(self, response)

    def _finished(self, response: Any) -> HttpResponseBase:
        """The response with its headers, or 304 when the caller has it already."""
        response = conditional.rendered(self, self.finalize_response(self.request, response, *self.args, **self.kwargs))
        if self.verdict is not None:
            for name, value in self.verdict.headers.items():
                response[name] = value
        if response.status_code != 200 or response.streaming:
            return response
        if hasattr(self, "get") and self.request.method in (*READS, "PUT", "PATCH"):
            response["ETag"] = conditional.tag_of(response.content)
        known = self.request.headers.get("If-None-Match")
        if known is not None and self.request.method in READS:
            return conditional.unchanged(response, known)
        return response
