"""The view all API views are made of."""

from contextlib import ExitStack
from typing import Any, ClassVar, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from core.errors import PermissionRefused
from core.models import User
from core.tenancy import tenant_scope
from core.workspace import workspace_of


class ApiView(APIView):
    """A view that serves the tenant of the user (or of the header X-Tenant) and names a permission per method.

    `needs_tenant = False` lets in people who are not a member of any organisation (their own account, signing out).
    """

    permissions: ClassVar[dict[str, str]] = {}
    needs_tenant: ClassVar[bool] = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with ExitStack() as self.scopes:
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        if not request.user.is_authenticated:
            return
        request._request.user = request.user
        tenant = workspace_of(request._request).tenant
        if tenant is None:
            if not self.needs_tenant:
                return
            raise PermissionRefused(_("You are not a member of any organisation."), code="NO_TENANT")
        self.tenant_id = tenant.pk
        self.scopes.enter_context(tenant_scope(tenant.pk))

    @property
    def user(self) -> User:
        """The person or program that calls; never anonymous, because permissions were checked."""
        return cast(User, self.request.user)
