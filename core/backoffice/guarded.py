"""What staff find in the back office: rows of the organisation they work in, by the rights they hold there.

A model whose admin is not `Guarded` is for Super Admins alone: nobody else holds Django's own permissions.
"""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.access import allowed, allowed_somewhere, grants
from core.access.permissions import CODES
from core.access.visibility import visible


class Guarded:
    """A ModelAdmin or inline that asks the one question of access for its resource: read, write, delete.

    The list, its search, the autocomplete, the history and the change page all read `get_queryset`.
    """

    resource: ClassVar[str]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "read", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "write", None)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "write", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return visible(found, request.user, f"read:{self.resource}")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        grants.forget(obj)
        super().delete_model(request, obj)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            grants.forget(obj)
        super().delete_queryset(request, queryset)  # type: ignore[misc]

    def _may(self, request: HttpRequest, action: str, obj: Model | None) -> bool:
        code = f"{action}:{self.resource}"
        if code not in CODES:
            return False
        return allowed(request.user, code, obj) if obj is not None else allowed_somewhere(request.user, code)


class LookUp(Guarded):
    """Rows to look at: they are written by services, from pages of their own."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
