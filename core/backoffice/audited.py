"""What Super Admins write in the back office is an act like any other."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import audit
from core.audit import Act, Category

ACTS = (
    Act("backoffice.added", Category.ADMINISTRATION, _("Added %(subject)s in the back office")),
    Act("backoffice.changed", Category.ADMINISTRATION, _("Changed %(subject)s in the back office")),
    Act("backoffice.deleted", Category.ADMINISTRATION, _("Deleted %(subject)s in the back office")),
)


class Audited:
    """A ModelAdmin whose additions, changes and deletions stand in the audit trail, in the transaction they belong to.

    For models that no service writes; `changes` is Django's own note, which names the rows of inlines as well.
    """

    def save_model(self, request: Any, obj: Model, form: Any, change: bool) -> None:
        names = [name for name in form.changed_data if name in {field.name for field in obj._meta.concrete_fields}]
        before = type(obj)._base_manager.filter(pk=obj.pk).values(*names).first() if names and change else None
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        request.audited = audit.changes(before or {}, {name: getattr(obj, name) for name in names})

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _note("backoffice.added", request, obj, message)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _note("backoffice.changed", request, obj, message)
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            _note("backoffice.deleted", request, obj, None)
        return super().log_deletions(request, queryset)  # type: ignore[misc]


def _note(code: str, request: Any, obj: Model, message: Any) -> None:
    old, new = getattr(request, "audited", ({}, {}))
    audit.record(code, subject=obj, before=old, after=new, changes=message)
