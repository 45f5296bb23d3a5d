"""Files that suppliers sent, kept as they came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey


class SourceFile(TenantModel, Timestamped):
    """A supplier's file as it came: its bytes lie in core.files under `key`."""

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    source_id = RemoteKey("suppliers.Source", verbose_name=_("source"))
    name = models.CharField(_("name"), max_length=255)
    key = models.CharField(max_length=400)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by_id = RemoteKey("core.User", null=True)

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="imports_file_recent"),
            models.Index(fields=("source_id", "sha256"), name="imports_file_content"),
        )

    def __str__(self) -> str:
        return self.name
