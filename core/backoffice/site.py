"""The door of the back office."""

from typing import Any

from django.db.models.base import ModelBase
from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite

# Pages that would offer what counts for nothing here: roles and grants decide, not groups.
WITHOUT_PAGES = frozenset({"auth.Group", "auth.Permission"})


class BackOffice(UnfoldAdminSite):
    """Staff enter with a place in an organisation; a Super Admin always."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else [*model_or_iterable]
        super().register([each for each in models if each._meta.label not in WITHOUT_PAGES], admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        place = getattr(request, "workspace", None)
        return request.user.is_superuser or (place is not None and place.tenant is not None)
