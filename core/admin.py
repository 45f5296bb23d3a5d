"""The back office of core."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from core.audit import record
from core.backoffice.audited import Audited
from core.backoffice.look_only import LookOnly
from core.databases import atomic, own_app_labels
from core.events import outbox_of, redeliver
from core.models import Membership, Tenant, User
from core.notifications import admin as _messages  # noqa: F401 - Django looks for this module only
from core.signin import services


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


class PasswordOfSomebody(AdminPasswordChangeForm):
    """A password given by staff ends the person's sessions and tokens like one the person chose."""

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        if commit:
            services.password_was_set(user=user)
        return user


@admin.register(User)
class UserAdmin(Audited, DjangoUserAdmin, ModelAdmin):
    """People."""

    form = UserChange
    add_form = UserCreation
    change_password_form = PasswordOfSomebody
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
class TenantAdmin(Audited, ModelAdmin):
    """Organisations."""

    list_display = ("name", "slug", "is_active", "created_at")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 - Django's own spelling
    inlines = (MembershipInline,)


class OutboxEventAdmin(LookOnly):
    """Events of one app: what waits, what was given up and why. They may be any organisation's: Super Admins only."""

    list_display = ("id", "kind", "created_at", "delivered_at", "failed_at", "attempts", "last_error")
    list_filter = (("failed_at", admin.EmptyFieldListFilter), ("delivered_at", admin.EmptyFieldListFilter), "kind")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("deliver_again",)

    @admin.action(description=_("Deliver again what was given up"))
    def deliver_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Give the chosen events their attempts back."""
        app_label = self.model._meta.app_label
        with atomic(app_label):
            count = redeliver(app_label, queryset.values_list("pk", flat=True))
            if count:
                record("events.redelivered", app=app_label, count=count, of=app_label)
        text = ngettext("%(count)s event is delivered again.", "%(count)s events are delivered again.", count)
        self.message_user(request, text % {"count": count})


for _app_label in own_app_labels():
    admin.site.register(outbox_of(_app_label), OutboxEventAdmin)
