"""How far readers of the change log have come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel


class LogCursor(TenantModel):
    """The last entry of the tenant's change log that a reader has worked off; its row is held while it works."""

    reader = models.CharField(max_length=40)
    seq = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reader of the change log")
        verbose_name_plural = _("readers of the change log")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "reader"), name="catalog_log_cursor_unique"),)

    def __str__(self) -> str:
        return f"{self.reader} {self.seq}"
