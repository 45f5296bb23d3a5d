"""What people have decided about columns and values, kept for the next file."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.permissions import declared_on
from core.base import TenantModel, Timestamped
from core.fields import RemoteKey
from suppliers.models.sources import Source
from suppliers.models.suppliers import Supplier


class SavedMapping(TenantModel, Timestamped):
    """The mapping confirmed for a source and a layout of its files (the fingerprint of its columns)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mappings")
    fingerprint = models.CharField(max_length=64)
    columns: Any = models.JSONField(default=list)
    mapping: Any = models.JSONField()
    profiles: Any = models.JSONField(default=dict, help_text=_("Mapped column -> what its values looked like."))
    use_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ("-updated_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("source", "fingerprint"), name="suppliers_mapping_layout_unique"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.fingerprint[:8]}"


class ConfirmedColumn(TenantModel, Timestamped):
    """A column name this tenant has confirmed for a field: it is proposed for the next supplier too."""

    name = models.CharField(max_length=200)
    field = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("confirmed column")
        verbose_name_plural = _("confirmed columns")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "name", "field"), name="suppliers_confirmed_column_unique"),
        )

    def __str__(self) -> str:
        return f"{self.name} -> {self.field}"


class MappingTemplate(TenantModel, Timestamped):
    """A feed recipe: mapping, rules and filters under a name, with sample rows and what has to become of them."""

    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.SET_NULL, related_name="templates", verbose_name=_("supplier")
    )
    is_default = models.BooleanField(
        _("default"),
        default=False,
        help_text=_("Proposed for new layouts of the supplier; without one, of all."),
    )
    columns: Any = models.JSONField(_("columns"), default=list)
    reading: Any = models.JSONField(_("how the file is read"), default=dict, blank=True)
    mapping: Any = models.JSONField(_("mapping"))
    identity: Any = models.JSONField(_("what identifies a row"), default=list, blank=True)
    rules: Any = models.JSONField(_("rules"), default=list, blank=True)
    filters: Any = models.JSONField(_("filters"), default=list, blank=True)
    value_maps: Any = models.JSONField(
        _("value maps"), default=dict, blank=True, help_text=_("Field -> value received -> value here.")
    )
    samples: Any = models.JSONField(
        _("sample rows"),
        default=list,
        blank=True,
        help_text=_("Rows as they come, each with what it becomes."),
    )
    use_count = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    created_by_id = RemoteKey("core.User", null=True, editable=False)

    class Meta:
        verbose_name = _("mapping template")
        verbose_name_plural = _("mapping templates")
        permissions = declared_on("suppliers.MappingTemplate")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "name"), name="suppliers_template_name_unique"),)

    def __str__(self) -> str:
        return self.name


class ValueMapping(TenantModel, Timestamped):
    """A supplier's word (category, brand, status, stock) and what it means here; of one source, or of all."""

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="value_mappings", verbose_name=_("source")
    )
    field = models.CharField(_("field"), max_length=120)
    value = models.CharField(_("value received"), max_length=500)
    value_key = models.CharField(max_length=500, editable=False, help_text=_("The value folded: how it is found."))
    target = models.CharField(_("value here"), max_length=500, blank=True)
    times = models.PositiveIntegerField(_("confirmed"), default=1, editable=False)

    class Meta:
        verbose_name = _("value mapping")
        verbose_name_plural = _("value mappings")
        ordering = ("field", "value", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "source", "field", "value_key"),
                name="suppliers_value_mapping_unique",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.value} -> {self.target}"
