"""The back office of suppliers."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from core.backoffice import guarded
from suppliers import services
from suppliers.models import Source, Supplier


class SourceInline(guarded.LookUp, TabularInline):
    """The sources of a supplier; their page changes them."""

    resource = "suppliers"
    model = Source
    extra = 0
    fields = ("name", "kind", "existing_products", "duplicates", "error_policy")


@admin.register(Supplier)
class SupplierAdmin(guarded.Guarded, ModelAdmin):
    """Suppliers of the organisation one works in."""

    resource = "suppliers"

    list_display = ("code", "name", "country", "currency", "priority", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name", "email")
    inlines = (SourceInline,)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # the page of suppliers adds them: it knows the organisation

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # products, runs and history name them

    def save_model(self, request: Any, obj: Supplier, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_supplier(by=request.user, supplier_id=obj.pk, values=values)
