"""The back office of core."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from core.models import Membership, OutboxEvent, Tenant, User


class MembershipInline(TabularInline):
    """Who belongs where."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user", "tenant")


class UserCreation(UserCreationForm):
    """A new user needs an e-mail address and a password."""

    class Meta:
        model = User
        fields = ("email", "name")


class UserChange(UserChangeForm):
    """Everything about a user."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """People."""

    form = UserChange
    add_form = UserCreation
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "created_at", "updated_at")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "created_at", "updated_at")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)


@admin.register(Tenant)
class TenantAdmin(ModelAdmin):
    """Organisations."""

    list_display = ("name", "slug", "is_active", "created_at")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 - Django's own spelling
    inlines = (MembershipInline,)


@admin.register(OutboxEvent)
class OutboxEventAdmin(ModelAdmin):
    """Events of core: what waits, what failed and why."""

    list_display = ("id", "kind", "created_at", "delivered_at", "attempts", "last_error")
    list_filter = ("kind",)
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False
