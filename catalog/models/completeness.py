"""How complete products are: now, and day by day."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from catalog.models.product import Product
from core.base import TenantModel
from core.fields import RemoteKey
from core.jobs import Job


class ProductCompleteness(models.Model):
    """The score of a product that is not in the trash (0 to 100), and the codes of what it lacks.

    A table of its own: measuring writes no product. Without a constraint in the database, so that measuring a million
    products locks none of them; a row whose product is gone goes when the removal is worked off.
    """

    product = models.OneToOneField(
        Product, primary_key=True, on_delete=models.CASCADE, related_name="completeness", db_constraint=False
    )
    tenant_id = RemoteKey("core.Tenant", editable=False)
    score = models.PositiveSmallIntegerField(_("completeness"))
    lacking: Any = ArrayField(models.TextField(), default=list, verbose_name=_("lacking"))

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("completeness of a product")
        verbose_name_plural = _("completeness of products")
        indexes = (
            models.Index(fields=("tenant_id", "score", "product"), name="catalog_completeness_score"),
            GinIndex(fields=("lacking",), name="catalog_completeness_lacking"),
        )

    def __str__(self) -> str:
        return f"{self.product_id} {self.score}"


class CompletenessDay(TenantModel):
    """How many products had which score on a day: 101 numbers, from which mean, median and grades follow."""

    day = models.DateField(_("day"))
    counts: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("completeness on a day")
        verbose_name_plural = _("completeness by day")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "day"), name="catalog_completeness_day_unique"),)

    def __str__(self) -> str:
        return str(self.day)


class CompletenessRun(Job):
    """Measuring all products of a tenant anew."""

    task_name = "catalog.tasks.run_completeness"
    queue = "catalog"

    class Meta:
        verbose_name = _("measuring of the completeness")
        verbose_name_plural = _("measurings of the completeness")
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=("tenant_id", "-created_at"), name="catalog_completeness_run"),)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
