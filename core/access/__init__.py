"""The one question of access: may this user do this, to this object, in this tenant?"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.access.permissions import CODES
from core.access.roles import PERMISSIONS_OF
from core.errors import PermissionRefused
from core.tenancy import current_tenant_id


def allowed(user: Any, permission: str, obj: Any = None, *, tenant_id: UUID | None = None) -> bool:
    """Whether the user holds the permission in the tenant (of the object, else the given one, else the current one).

    Asked by pages, API, admin, tasks and commands alike. An inactive or unknown user never, a Super Admin always, a
    member by the role in that tenant. Raises ValueError for a code that is not one of the 62.
    """
    if permission not in CODES:
        raise ValueError(f"{permission!r} is no permission: core.access.permissions lists them.")
    if not (user and user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return permission in PERMISSIONS_OF.get(_role(user, _tenant_of(obj, tenant_id)), frozenset())


def require(user: Any, permission: str, obj: Any = None, *, tenant_id: UUID | None = None) -> None:
    """Raise PermissionRefused, naming the permission, unless `allowed`."""
    if not allowed(user, permission, obj, tenant_id=tenant_id):
        message = _("This needs the permission %(permission)s, which your role does not have: ask an administrator.")
        raise PermissionRefused(message % {"permission": permission}, permission=permission)


def _tenant_of(obj: Any, tenant_id: UUID | None) -> UUID | None:
    return getattr(obj, "tenant_id", None) or tenant_id or current_tenant_id()


def memberships_of(user: Any) -> list[Any]:
    """Memberships in active tenants, by the tenant's name; asked once per user object, that is per request."""
    if not hasattr(user, "_active_memberships"):
        active = user.memberships.filter(tenant__is_active=True).select_related("tenant")
        user._active_memberships = list(active.order_by("tenant__name"))
    return user._active_memberships


def _role(user: Any, tenant_id: UUID | None) -> str:
    return next((str(member.role) for member in memberships_of(user) if member.tenant_id == tenant_id), "")
