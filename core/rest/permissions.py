"""Who may call what."""

from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.access import allowed, allowed_somewhere, refusal

# Stand in a view's `permissions` where no right is asked for: anybody, or anybody who is signed in.
PUBLIC = "public"
SIGNED_IN = "signed-in"


class MayUse(BasePermission):
    """Asks the one question of access for the permission the view names for the method.

    A view that `checks_objects` is opened by a grant on any object too: it asks for the object, or cuts its list.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = self._needed(request, view)
        if PUBLIC in needed:
            return True
        if not (request.user and request.user.is_authenticated):
            return False
        ask = allowed_somewhere if getattr(view, "checks_objects", False) else allowed
        if not needed or SIGNED_IN in needed or any(ask(request.user, permission) for permission in needed):
            return bool(needed)
        raise refusal(" / ".join(needed))

    @staticmethod
    def _needed(request: Request, view: Any) -> list[str]:
        """What the method needs; OPTIONS is for everybody who may call anything at the address."""
        method = str(request.method)
        if method not in view.allowed_methods:
            raise MethodNotAllowed(method)
        if method == "OPTIONS":
            return list(view.permissions.values())
        needed = view.permissions.get("GET" if method == "HEAD" else method)
        return [needed] if needed else []
