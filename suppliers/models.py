"""Models of db_suppliers: who sends us data and how."""

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.permissions import declared_on
from core.base import TenantModel, Timestamped
from core.events import AbstractOutboxEvent


class Supplier(TenantModel, Timestamped):
    """Somebody whose feeds fill the catalogue."""

    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", _("Use letters, digits, dot, dash, underscore."))],
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=100,
        validators=[MinValueValidator(1)],
        help_text=_("When several suppliers give a value, the one with the lowest number wins."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        permissions = declared_on("suppliers.Supplier")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "code"), name="suppliers_supplier_code_unique"),)
        indexes = (models.Index(fields=("tenant_id", "name", "id"), name="suppliers_supplier_by_name"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Source(TenantModel, Timestamped):
    """One way a supplier's data arrives, with everything that is decided about it once."""

    class Kind(models.TextChoices):
        """How the files arrive."""

        UPLOAD = "upload", _("Uploaded file")

    class ExistingProducts(models.TextChoices):
        """What happens to offers that are known already."""

        UPDATE = "update", _("Update")
        IGNORE = "ignore", _("Leave as they are")
        ERROR = "error", _("Hold the row")

    class Duplicates(models.TextChoices):
        """Which row counts when several in one file have the same key."""

        LAST = "last", _("The last row counts")
        FIRST = "first", _("The first row counts")
        HOLD = "hold", _("Hold all of them")

    class ErrorPolicy(models.TextChoices):
        """What rows with errors do to the rest of the file."""

        HOLD_ROWS = "hold_rows", _("Hold the rows with errors, import the others")
        STOP_ABOVE = "stop_above", _("Stop when too many rows have errors")
        ALL_OR_NOTHING = "all_or_nothing", _("Import nothing when a row has an error")

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="sources", verbose_name=_("supplier"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.UPLOAD)
    reading: Any = models.JSONField(_("how the file is read"), default=dict, blank=True)
    identity: Any = models.JSONField(_("what identifies a row"), default=list, blank=True)
    existing_products = models.CharField(
        _("known products"), max_length=8, choices=ExistingProducts.choices, default=ExistingProducts.UPDATE
    )
    duplicates = models.CharField(
        _("rows with the same key"), max_length=8, choices=Duplicates.choices, default=Duplicates.LAST
    )
    error_policy = models.CharField(
        _("rows with errors"), max_length=16, choices=ErrorPolicy.choices, default=ErrorPolicy.HOLD_ROWS
    )
    error_limit_percent = models.PositiveSmallIntegerField(_("stop above this share of errors (%)"), default=10)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("supplier", "name"), name="suppliers_source_name_unique"),)

    def __str__(self) -> str:
        return self.name


class SavedMapping(TenantModel, Timestamped):
    """The mapping confirmed for a source and a layout of its files (the fingerprint of its columns)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mappings")
    fingerprint = models.CharField(max_length=64)
    columns: Any = models.JSONField(default=list)
    mapping: Any = models.JSONField()
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


class OutboxEvent(AbstractOutboxEvent):
    """Events told by suppliers."""
