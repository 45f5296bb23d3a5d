"""Lists for Super Admins: rows of any organisation, to look at."""

from django.http import HttpRequest
from unfold.admin import ModelAdmin


class LookOnly(ModelAdmin):
    """Rows of any organisation, which only a Super Admin may see and nobody edits."""

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
