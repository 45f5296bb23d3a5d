"""What was found in the rows of a run."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey
from imports.models.runs import ImportRun


class RowIssue(models.Model):
    """One finding about one cell or row; each code of a level is kept 10,000 times, the run counts them all."""

    class Level(models.TextChoices):
        """Error: the row is held. Warning: imported and shown. Info: good to know."""

        ERROR = "error", _("Error")
        WARNING = "warning", _("Warning")
        INFO = "info", _("Info")

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant", editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="issues", db_index=False)
    chunk = models.PositiveIntegerField()
    row_number = models.PositiveIntegerField(_("row"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    code = models.CharField(_("code"), max_length=60)
    field = models.CharField(_("field"), max_length=120, blank=True)
    column = models.CharField(_("column"), max_length=300, blank=True)
    value = models.TextField(_("value"), blank=True)
    params: Any = models.JSONField(default=dict)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("row_number", "id")
        indexes = (models.Index(fields=("run", "row_number", "id"), name="imports_issue_of_run"),)

    def __str__(self) -> str:
        return f"{self.row_number}: {self.code} {self.field}"
