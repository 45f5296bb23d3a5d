"""The one question of access: may this user do this, to this object, in this tenant?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.access import grants
from core.access.permissions import CODES
from core.access.roles import Role
from core.errors import PermissionRefused
from core.tenancy import current_tenant_id


def allowed(user: Any, permission: str, obj: Any = None, *, tenant_id: UUID | None = None) -> bool:
    """Whether the user holds the permission in the tenant (of the object, else the given one, else the current one).

    Asked by pages, API, admin, tasks and commands alike. In this order: an inactive or unknown user never; a key only
    within its scopes; a Super Admin always; a member by the role in that tenant with the overrides; a member by a grant
    on the object, its supplier, source, channel or category. Two queries per request at most. Raises ValueError for a
    code that is not one of the 62.
    """
    if permission not in CODES:
        raise ValueError(f"{permission!r} is no permission: core.access.permissions lists them.")
    if not (user and user.is_authenticated and user.is_active) or not within_limits(user, permission):
        return False
    if user.is_superuser:
        return True
    member = membership_of(user, _tenant_of(obj, tenant_id))
    if member is None:
        return False
    return permission in member.permissions or (obj is not None and grants.holds(user, permission, obj))


def allowed_somewhere(user: Any, permission: str, *, tenant_id: UUID | None = None) -> bool:
    """Whether the user holds the permission by role, or on some object at least: may a list of them be opened?

    What the list then shows is cut by `core.access.visibility.visible`.
    """
    if allowed(user, permission, tenant_id=tenant_id):
        return True
    known = user and user.is_authenticated and user.is_active and within_limits(user, permission)
    member = membership_of(user, _tenant_of(None, tenant_id)) if known else None
    return member is not None and grants.has_any(user, permission)


def require(user: Any, permission: str, obj: Any = None, *, tenant_id: UUID | None = None) -> None:
    """Raise PermissionRefused, naming the permission, unless `allowed`."""
    if not allowed(user, permission, obj, tenant_id=tenant_id):
        raise refusal(permission)


def require_any(user: Any, permissions: Iterable[str], obj: Any = None, *, tenant_id: UUID | None = None) -> None:
    """Raise PermissionRefused, naming them all, unless one of the permissions is `allowed`."""
    codes = list(permissions)
    if not any(allowed(user, code, obj, tenant_id=tenant_id) for code in codes):
        sentence = gettext_noop("Insufficient permissions. Required one of: %(permissions)s")
        raise _documented(sentence, {"permissions": ", ".join(codes)}, permission=codes)


def require_all(user: Any, permissions: Iterable[str], obj: Any = None, *, tenant_id: UUID | None = None) -> None:
    """Raise PermissionRefused, naming them all, unless every one of the permissions is `allowed`."""
    codes = list(permissions)
    if not all(allowed(user, code, obj, tenant_id=tenant_id) for code in codes):
        sentence = gettext_noop("Insufficient permissions. Required all of: %(permissions)s")
        raise _documented(sentence, {"permissions": ", ".join(codes)}, permission=codes)


def require_role(user: Any, role: Role, *, tenant_id: UUID | None = None) -> None:
    """Raise PermissionRefused unless the user has that predefined role in the tenant, or is a Super Admin."""
    if user and user.is_authenticated and user.is_active and user.is_superuser:
        return
    member = membership_of(user, _tenant_of(None, tenant_id)) if user and user.is_active else None
    if member is None or member.role != role:
        held = (member.role or member.role_label) if member else ""
        sentence = gettext_noop("Insufficient role. Required: %(required)s, you have: %(held)s")
        raise _documented(sentence, {"required": role.value, "held": held or "-"}, role=role.value)


def refusal(permission: str) -> PermissionRefused:
    """The documented sentence of a missing permission."""
    sentence = gettext_noop("Insufficient permissions. Required: %(permission)s")
    return _documented(sentence, {"permission": permission}, permission=permission)


def _documented(sentence: str, values: dict[str, str], **params: Any) -> PermissionRefused:
    """The refusal in the reader's language for people, in the documents' words for programs."""
    return PermissionRefused(_(sentence) % values, documented=sentence % values, **params)


def limit(user: Any, *, permissions: Iterable[str] | None, tenant_id: UUID) -> None:
    """Bind the user object, for this request, to one tenant and to some permissions (an API key's scopes)."""
    user._scoped_to = None if permissions is None else frozenset(permissions)
    user._bound_tenant_id = tenant_id


def within_limits(user: Any, permission: str) -> bool:
    """Whether the scopes of the key that is used, if one is, include the permission."""
    scopes = getattr(user, "_scoped_to", None)
    return scopes is None or permission in scopes


def bound_tenant_id(user: Any) -> UUID | None:
    """The one tenant an API key is for; None for a person."""
    return getattr(user, "_bound_tenant_id", None)


def memberships_of(user: Any) -> list[Any]:
    """Active memberships in active tenants, by the tenant's name; asked once per user object, that is per request.

    The same query tells whether there are grants at all: most people have none, and need no second query.
    """
    if not hasattr(user, "_active_memberships"):
        active = user.memberships.filter(is_active=True, tenant__is_active=True).annotate(
            has_grants=grants.any_of_user()
        )
        user._active_memberships = list(active.select_related("tenant", "custom_role").order_by("tenant__name"))
        user._has_no_grants = not any(member.has_grants for member in user._active_memberships)
    bound = bound_tenant_id(user)
    return [member for member in user._active_memberships if bound is None or member.tenant_id == bound]


def membership_of(user: Any, tenant_id: UUID | None) -> Any:
    """The user's membership in the tenant, or None."""
    if not (user and user.is_authenticated):
        return None
    return next((member for member in memberships_of(user) if member.tenant_id == tenant_id), None)


def permissions_of(user: Any, *, tenant_id: UUID) -> frozenset[str]:
    """All codes the user holds in the tenant by role and overrides (grants on objects aside)."""
    return frozenset(code for code in CODES if allowed(user, code, tenant_id=tenant_id))


def _tenant_of(obj: Any, tenant_id: UUID | None) -> UUID | None:
    return getattr(obj, "tenant_id", None) or tenant_id or current_tenant_id()
