"""Rollups: what the home page and the reports are drawn from, so that no page counts a million rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.base import TenantModel
from core.fields import RemoteKey


class ImportFigure(TenantModel):
    """One run of an import in numbers, copied from db_imports whenever the run tells of itself; `id` is the run's."""

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    status = models.CharField(_("status"), max_length=12)
    begun_at = models.DateTimeField(_("created"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    seconds = models.FloatField(_("seconds"), null=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_created = models.PositiveIntegerField(_("created"), default=0)
    rows_updated = models.PositiveIntegerField(_("updated"), default=0)
    rows_held = models.PositiveIntegerField(_("held"), default=0)
    products_created = models.PositiveIntegerField(_("products created"), default=0)
    products_updated = models.PositiveIntegerField(_("products updated"), default=0)
    error_code = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("figures of an import")
        verbose_name_plural = _("figures of imports")
        indexes = (
            models.Index(fields=("tenant_id", "begun_at"), name="analytics_import_begun"),
            models.Index(fields=("tenant_id", "supplier_id", "begun_at"), name="analytics_import_supplier"),
        )

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d} {self.status}"


class DailyFigure(models.Model):
    """A number of a day in the organisation's time zone.

    Sums (`products.created`) grow during the day; levels (`catalogue.total`) hold the latest one of the day.
    """

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    day = models.DateField(_("day"))
    metric = models.CharField(_("metric"), max_length=40)
    value = models.FloatField(_("value"), default=0)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("figure of a day")
        verbose_name_plural = _("figures of days")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "metric", "day"), name="analytics_daily_figure_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.metric}: {self.value}"


class LogCursor(models.Model):
    """How far an organisation's change log is counted; it moves in the transaction that adds the sums."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant", unique=True)
    last_seq = models.BigIntegerField(default=0)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("place in the change log")
        verbose_name_plural = _("places in the change log")

    def __str__(self) -> str:
        return str(self.last_seq)


class RouteFigure(models.Model):
    """Requests of a day by route, of the whole installation: no organisation can be told apart in them."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("day"))
    route = models.CharField(_("route"), max_length=200)
    requests = models.PositiveBigIntegerField(_("requests"), default=0)
    errors = models.PositiveBigIntegerField(_("errors"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("requests of a day")
        verbose_name_plural = _("requests of days")
        constraints = (models.UniqueConstraint(fields=("day", "route"), name="analytics_route_figure_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.route}"
