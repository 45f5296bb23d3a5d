"""Who sends us data."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.permissions import declared_on
from core.base import TenantModel, Timestamped


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
