"""What one column of a product cannot hold: prices by kind, currency, quantity and time; stock by warehouse."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from core.access.permissions import declared_on
from core.base import TenantModel


class Price(TenantModel):
    """A further price of a product: by kind, currency and quantity, possibly for a time only.

    The first and the last day of its validity both count, in the time zone of the organisation.
    """

    class Kind(models.TextChoices):
        """What the price is for."""

        SALE = "sale", _("Sale price")
        PROMOTION = "promotion", _("Promotion price")
        LIST = "list", _("List price")
        WHOLESALE = "wholesale", _("Wholesale price")
        PURCHASE = "purchase", _("Purchase price")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SALE)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    min_quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        permissions = declared_on("catalog.Price")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "kind", "currency", "min_quantity", "valid_from", "valid_until"),
                nulls_distinct=False,
                name="catalog_price_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Stock(TenantModel):
    """A product's stock in one warehouse; what is `reserved` is not available.

    `quantity` is null where only a threshold or a reservation is known.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stocks", db_index=False)
    warehouse = models.TextField(_("warehouse"))
    quantity = models.IntegerField(_("quantity"), null=True, blank=True)
    reserved = models.IntegerField(_("reserved"), default=0)
    min_stock = models.IntegerField(_("low-stock threshold"), null=True, blank=True)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stocks")
        constraints = (models.UniqueConstraint(fields=("product", "warehouse"), name="catalog_stock_unique"),)

    def __str__(self) -> str:
        return f"{self.quantity} ({self.warehouse})"

    @property
    def available(self) -> int:
        """What can be sold."""
        return (self.quantity or 0) - self.reserved
