"""What is kept of runs for good: sums per supplier and month, and the marks a supplier had on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey


class SupplierMonth(TenantModel, Timestamped):
    """Sums of a supplier's imports in a calendar month (UTC), raised in the transaction that ends each run."""

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    runs = models.PositiveIntegerField(_("runs"), default=0)
    completed = models.PositiveIntegerField(_("completed"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    cancelled = models.PositiveIntegerField(_("cancelled"), default=0)
    rows_read = models.PositiveBigIntegerField(_("rows read"), default=0)
    rows_created = models.PositiveBigIntegerField(_("created"), default=0)
    rows_updated = models.PositiveBigIntegerField(_("updated"), default=0)
    rows_unchanged = models.PositiveBigIntegerField(_("unchanged"), default=0)
    rows_held = models.PositiveBigIntegerField(_("held"), default=0)
    rows_skipped = models.PositiveBigIntegerField(_("skipped"), default=0)
    price_changes = models.PositiveBigIntegerField(_("price changes"), default=0)
    stock_changes = models.PositiveBigIntegerField(_("stock changes"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("month of a supplier")
        verbose_name_plural = _("months of suppliers")
        ordering = ("-month", "supplier_id")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "supplier_id", "month"), name="imports_supplier_month_once"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SupplierScore(TenantModel, Timestamped):
    """A supplier's marks of a day: shares from 0 to 1, null where there is nothing to judge by."""

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    day = models.DateField(_("day"))
    last_import_at = models.DateTimeField(_("last import"), null=True)
    late_share = models.FloatField(_("share of planned fetches that brought nothing or failed"), null=True)
    error_share = models.FloatField(_("share of rows held"), null=True)
    valid_ean_share = models.FloatField(_("share of rows with a valid EAN"), null=True)
    price_volatility = models.FloatField(_("share of products whose price changed"), null=True)
    stock_changes = models.FloatField(_("share of products whose stock changed"), null=True)
    score = models.FloatField(_("score"), null=True, help_text=_("From 0 to 100."))

    class Meta:
        verbose_name = _("score of a supplier")
        verbose_name_plural = _("scores of suppliers")
        ordering = ("-day", "supplier_id")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "supplier_id", "day"), name="imports_supplier_score_once"),
        )

    def __str__(self) -> str:
        return f"{self.day}"
