"""Who may call what."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.access import allowed
from core.errors import PermissionRefused


class MayUse(BasePermission):
    """Asks the one question of access for the permission the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        needed = view.permissions.get(request.method)
        if needed is None:
            return request.method in ("OPTIONS", "HEAD") and self._may(request, view.permissions.get("GET"))
        return self._may(request, needed)

    @staticmethod
    def _may(request: Request, permission: str | None) -> bool:
        if permission is None or not allowed(request.user, permission):
            message = _(
                "This needs the permission %(permission)s, which your role does not have: ask an administrator."
            )
            raise PermissionRefused(message % {"permission": permission}, permission=permission)
        return True
