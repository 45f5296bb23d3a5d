"""The quarantine: rows that were not imported, kept until somebody decides."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey
from imports.models.runs import ImportRun


class HeldRow(TenantModel, Timestamped):
    """A row held with its reasons; it outlives the run and waits for a correction, a replay or its discarding."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", pgettext_lazy("state of a row", "Held")
        REPLAYED = "replayed", _("Imported later")
        DISCARDED = "discarded", _("Discarded")
        REPLACED = "replaced", _("Replaced by a later file")

    supplier_id = RemoteKey("suppliers.Supplier")
    source_id = RemoteKey("suppliers.Source")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="held_rows", db_index=False)
    chunk = models.PositiveIntegerField()
    row_number = models.PositiveIntegerField(_("row"))
    fingerprint = models.CharField(max_length=64)
    key = models.TextField(default="", db_default="", help_text=_("Of the row within its supplier, where it has one."))
    digest = models.CharField(max_length=32, help_text=_("Of the row's cells: the same row held again is seen."))
    raw: Any = models.JSONField(_("row as it came"), default=dict)
    corrected: Any = models.JSONField(_("corrected cells"), default=dict)
    reasons: Any = models.JSONField(_("reasons"), default=list)
    cause = models.CharField(_("cause"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    replay_run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="replayed_rows")

    class Meta:
        verbose_name = _("held row")
        verbose_name_plural = _("held rows")
        ordering = ("run", "row_number", "id")
        indexes = (
            models.Index(fields=("run", "row_number"), name="imports_held_of_run"),
            models.Index(fields=("tenant_id", "state", "cause"), name="imports_held_causes"),
            models.Index(fields=("tenant_id", "state", "created_at", "id"), name="imports_held_by_age"),
            models.Index(fields=("source_id", "digest"), condition=models.Q(state="open"), name="imports_held_again"),
            models.Index(
                fields=("source_id", "key"),
                condition=models.Q(state="open") & ~models.Q(key=""),
                name="imports_held_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_number}: {self.cause}"

    def access_scopes(self) -> Iterator[tuple[str, Any]]:
        """The wider objects whose grants count on this row."""
        yield "imports.ImportRun", self.run_id

    @property
    def cells(self) -> dict[str, Any]:
        """The row as it would be imported now: as it came, with the corrections laid over it."""
        return {**self.raw, **self.corrected}
