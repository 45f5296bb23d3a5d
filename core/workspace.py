"""The tenant a request works in: chosen by the user among the memberships, kept in the session."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from core.access import bound_tenant_id, memberships_of
from core.errors import NotFound
from core.models.people import Membership, Tenant

SESSION_KEY = "tenant_id"
HEADER = "X-Tenant"


@dataclass
class Workspace:
    """A user's choice of tenant; asks the database only when somebody looks."""

    user: Any
    wanted: str

    @cached_property
    def tenants(self) -> list[Tenant]:
        """The tenants the user may work in, by name."""
        return tenants_of(self.user)

    @cached_property
    def tenant(self) -> Tenant | None:
        """The chosen tenant, else the first, for a Super Admin the first he is a member of; None without any."""
        chosen = [tenant for tenant in self.tenants if self.wanted in (str(tenant.pk), tenant.slug)]
        own = [tenant for tenant in self.tenants if getattr(tenant, "is_own", True)]
        return next(iter(chosen or own or self.tenants), None)


def workspace_of(request: HttpRequest) -> Workspace:
    """The workspace of a page's session; the API may name a tenant (id or short name) in the header X-Tenant."""
    wanted = request.headers.get(HEADER) or request.session.get(SESSION_KEY, "")
    return Workspace(user=request.user, wanted=str(wanted))


def tenants_of(user: Any) -> list[Tenant]:
    """Active tenants the user is a member of, by name; all for a Super Admin, one behind an API key. One query."""
    if not getattr(user, "is_authenticated", False):
        return []
    if user.is_superuser:
        bound = bound_tenant_id(user)
        found = Tenant.objects.filter(is_active=True, **({"pk": bound} if bound else {}))
        own = Membership.objects.filter(tenant=OuterRef("pk"), user=user, is_active=True)
        return list(found.annotate(is_own=Exists(own)).order_by("name"))
    return [membership.tenant for membership in memberships_of(user)]


def switch_tenant(request: HttpRequest, tenant_id: UUID) -> Tenant:
    """Make the tenant the session's own; raises NotFound for one the user does not belong to."""
    tenant = next((tenant for tenant in tenants_of(request.user) if tenant.pk == tenant_id), None)
    if tenant is None:
        raise NotFound(code="TENANT_NOT_FOUND")
    request.session[SESSION_KEY] = str(tenant.pk)
    return tenant
