"""The audit trail."""

from typing import Any, NoReturn

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.constraints import AppendOnly
from core.errors import Terminal
from core.fields import RemoteKey


class AppendOnlyRows(models.QuerySet["AuditEntry"]):
    """Rows that are added and read; the database refuses the rest as well."""

    def update(self, **values: Any) -> NoReturn:
        raise append_only()

    def delete(self) -> NoReturn:
        raise append_only()

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise append_only()


def append_only() -> Terminal:
    """Why an act is neither changed nor removed."""
    message = _("The audit trail is append-only: acts are never changed, and removed by their age only.")
    return Terminal(message, code="AUDIT_APPEND_ONLY")


class AuditEntry(models.Model):
    """One act of a person, program or job; without a tenant when it concerns the installation.

    Names and labels are those of the time of the act. `app` and `event_id` say which outbox told it: however often it
    is delivered, it stands here once.
    """

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant", null=True, editable=False)
    app = models.CharField(max_length=20)
    event_id = models.BigIntegerField()
    at = models.DateTimeField(_("time"))
    code = models.CharField(_("act"), max_length=80)
    category = models.CharField(_("category"), max_length=20)
    actor_kind = models.CharField(_("kind of actor"), max_length=12)
    actor_id = models.UUIDField(_("person"), null=True)
    actor_name = models.CharField(_("by"), max_length=300, blank=True)
    subject_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    subject_id = models.CharField(_("id of the object"), max_length=80, blank=True)
    subject = models.CharField(_("object"), max_length=200, blank=True)
    before: Any = models.JSONField(_("old values"), default=dict)
    after: Any = models.JSONField(_("new values"), default=dict)
    details: Any = models.JSONField(_("details"), default=dict)
    address = models.CharField(_("address"), max_length=45, blank=True)
    user_agent = models.CharField(_("program"), max_length=300, blank=True)
    request_id = models.CharField(_("request"), max_length=80, blank=True)

    objects = ScopedManager(tenant="tenant_id", _manager_class=models.Manager.from_queryset(AppendOnlyRows))

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("audit trail")
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("tenant_id", "-at", "-id"), name="analytics_audit_time"),
            models.Index(fields=("tenant_id", "subject_id", "-at"), name="analytics_audit_subject"),
            models.Index(fields=("tenant_id", "actor_id", "-at"), name="analytics_audit_actor"),
            models.Index(fields=("tenant_id", "code", "-at"), name="analytics_audit_code"),
            models.Index(fields=("request_id",), condition=~models.Q(request_id=""), name="analytics_audit_request"),
            BrinIndex(fields=("at",), name="analytics_audit_age"),
        )
        constraints = (
            models.UniqueConstraint(fields=("app", "event_id"), name="analytics_audit_once"),
            AppendOnly(name="analytics_audit_append_only"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.subject}".strip()

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise append_only()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise append_only()
