"""Background tasks of the catalogue: people are told of low stock."""

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext_noop

from catalog.selectors.told import fallen_below
from catalog.webhook_events import range_of
from core.configuration import value
from core.events import Message
from core.notifications import notify
from core.tenancy import tenant_scope

MOST_NAMED = 5


@shared_task
def tell_low_stock(event: Message) -> int:
    """Subscriber of changed products: one notification about all whose stock fell below the threshold by this act."""
    if "stock" not in event["payload"].get("fields", ("stock",)):
        return 0
    tenant_id = UUID(event["tenant_id"])
    with tenant_scope(tenant_id):
        threshold = value("catalog.low_stock_threshold", tenant_id=tenant_id)
        fallen, total = fallen_below(threshold, range_of(event), most=MOST_NAMED)
    if not total:
        return 0
    names = ", ".join(f"{product.name or product.sku or product.product_id} ({product.stock})" for product in fallen)
    return notify(
        "low_stock",
        tenant_id=tenant_id,
        title=gettext_noop("Low stock"),
        message=gettext_noop("Products that fell below %(threshold)s in stock: %(count)s. %(names)s"),
        params={"threshold": threshold, "count": total, "names": f"{names}…" if total > len(fallen) else names},
        url=f"/products/{fallen[0].product_id}/" if total == 1 else "/products/?sort=stock",
        level="warning",
        key=f"low-stock:{event['app']}:{event['id']}",
    )
