"""The back office of suppliers."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from suppliers.models import Source, Supplier


class SourceInline(TabularInline):
    """The sources of a supplier."""

    model = Source
    extra = 0
    fields = ("name", "kind", "existing_products", "duplicates", "error_policy")
    show_change_link = True


@admin.register(Supplier)
class SupplierAdmin(ModelAdmin):
    """Suppliers of the organisation one works in."""

    list_display = ("code", "name", "country", "currency", "priority", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name", "email")
    inlines = (SourceInline,)

    def has_add_permission(self, request: object) -> bool:
        return False  # the page of suppliers adds them: it knows the organisation and tells the event
