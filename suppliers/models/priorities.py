"""Which supplier wins a field, where the tenant wants another order than that of the suppliers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from suppliers.models.suppliers import Supplier


class FieldPriority(TenantModel, Timestamped):
    """The rank of a supplier for one field of the catalogue; the lowest wins, unnamed suppliers follow by theirs."""

    field = models.CharField(_("field"), max_length=120)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.CASCADE, related_name="field_priorities", verbose_name=_("supplier")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("priority of a field")
        verbose_name_plural = _("priorities of fields")
        ordering = ("field", "rank", "id")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "field", "supplier"), name="suppliers_field_priority_unique"),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.rank}. {self.supplier}"
