"""Background tasks of the catalogue: people are told of low stock, another order of suppliers decides anew."""

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext_noop

from catalog.models import Product
from catalog.search import upkeep
from catalog.selectors.completeness import MEASURED_BY
from catalog.selectors.told import LowStock, fallen_below, references_in
from catalog.services import completeness, duplicates
from catalog.services import decide_again as decide_products_again
from catalog.services.attribute_merge import execute_attribute_merge
from catalog.services.bulk_edits import execute_bulk_edit, purge_expired
from catalog.services.reconsidering import START
from catalog.services.regrouping import execute_regrouping
from catalog.services.variants import group_by_reference
from catalog.services.variants.grouping import MOST_REFERENCES
from catalog.webhook_events import range_of
from core.configuration import value
from core.events import Message
from core.notifications import notify
from core.tenancy import every_tenant, tenant_scope

MOST_NAMED = 5
_STOCKS = ("stock", "reserved")
# A turn of deciding again ends after so many batches; the next one is started behind it.
BATCHES_A_TURN = 10


@shared_task
def tell_low_stock(event: Message) -> int:
    """Subscriber of changed products: one notification about all whose stock fell below the threshold by this act."""
    if not any(name.partition(":")[0] in _STOCKS for name in event["payload"].get("fields", _STOCKS)):
        return 0
    tenant_id = UUID(event["tenant_id"])
    with tenant_scope(tenant_id):
        threshold = value("catalog.low_stock_threshold", tenant_id=tenant_id)
        fallen, total = fallen_below(threshold, range_of(event), most=MOST_NAMED)
    if not total:
        return 0
    names = ", ".join(map(_named, fallen))
    return notify(
        "low_stock",
        tenant_id=tenant_id,
        title=gettext_noop("Low stock"),
        message=gettext_noop("Products whose stock fell below its threshold: %(count)s. %(names)s"),
        params={"count": total, "names": f"{names}…" if total > len(fallen) else names},
        url=f"/products/{fallen[0].product_id}/" if total == 1 else "/products/?sort=stock",
        level="warning",
        key=f"low-stock:{event['app']}:{event['id']}",
    )


def _named(product: LowStock) -> str:
    place = f", {product.warehouse}" if product.warehouse else ""
    return f"{product.name or product.sku or product.product_id} ({product.stock}{place})"


@shared_task
def group_variants(event: Message) -> int:
    """Subscriber of changed products: where the organisation wants it, those with a parent reference become variants.

    Returns how many did. A repeated event finds them grouped already.
    """
    tenant_id = UUID(event["tenant_id"])
    if event["payload"].get("actor_kind") == "undo" or not value("catalog.group_variants", tenant_id=tenant_id):
        return 0
    references = references_in(range_of(event))
    return sum(
        group_by_reference(references[first : first + MOST_REFERENCES], tenant_id=tenant_id).variants
        for first in range(0, len(references), MOST_REFERENCES)
    )


@shared_task
def start_deciding_again(event: Message) -> bool:
    """Subscriber of changed suppliers and orders: start to decide the products again, if the order is another one."""
    payload = event["payload"]
    if "field" in payload:
        decide_again.delay(event["tenant_id"], field=payload["field"])
        return True
    if "priority" in payload.get("changes", {}):
        decide_again.delay(event["tenant_id"], supplier_id=payload["supplier_id"])
        return True
    return False


@shared_task
def decide_again(tenant_id: str, supplier_id: str | None = None, field: str = "", after: str | None = None) -> bool:
    """Decide the products again by the present order of suppliers, some batches a turn; true when all are done."""
    place = UUID(after) if after else START
    for _batch in range(BATCHES_A_TURN):
        supplier = UUID(supplier_id) if supplier_id else None
        reached = decide_products_again(tenant_id=UUID(tenant_id), supplier_id=supplier, field=field, after=place)
        if reached is None:
            return True
        place = reached
    decide_again.delay(tenant_id, supplier_id=supplier_id, field=field, after=str(place))
    return False


@shared_task
def run_bulk_edit(job_id: str, tenant_id: str) -> None:
    """Do a bulk edit."""
    with tenant_scope(UUID(tenant_id)):
        execute_bulk_edit(UUID(job_id))


@shared_task
def run_attribute_merge(job_id: str, tenant_id: str) -> None:
    """Let the values of an attribute move to another one."""
    with tenant_scope(UUID(tenant_id)):
        execute_attribute_merge(UUID(job_id))


@shared_task
def run_regrouping(job_id: str, tenant_id: str) -> None:
    """Let products follow brands, categories or tags that became others."""
    with tenant_scope(UUID(tenant_id)):
        execute_regrouping(UUID(job_id))


@shared_task
def purge_trash() -> int:
    """Remove what has been in the trash of each tenant for too long; returns how many tenants had something."""
    with every_tenant():
        tenants = list(Product.objects.filter(status="trash").order_by().values_list("tenant_id", flat=True).distinct())
    return sum(purge_expired(tenant_id) is not None for tenant_id in tenants)


@shared_task
def follow_completeness(event: Message) -> None:
    """Subscriber of changed products: have the completeness of what changed measured, in the background."""
    measure_changed.delay(event["tenant_id"])


@shared_task
def measure_changed(tenant_id: str) -> int:
    """Measure the completeness of all products that changed since the last look."""
    with tenant_scope(UUID(tenant_id)):
        return completeness.follow_changes(UUID(tenant_id))


@shared_task
def measure_by_other_rules(event: Message) -> bool:
    """Subscriber of changed settings: other weights measure all products anew."""
    if event["payload"]["key"] not in MEASURED_BY:
        return False
    completeness.start_run(tenant_id=UUID(event["tenant_id"]), by=None)
    return True


@shared_task
def run_completeness(job_id: str, tenant_id: str) -> None:
    """Measure the completeness of all products of a tenant."""
    with tenant_scope(UUID(tenant_id)):
        completeness.execute_run(UUID(job_id))


@shared_task
def measure_all_completeness() -> int:
    """Each night: measure everything anew (families, validity of prices) and note the day; returns how many tenants."""
    with every_tenant():
        tenants = list(Product.objects.order_by().values_list("tenant_id", flat=True).distinct())
    for tenant_id in tenants:
        completeness.start_run(tenant_id=tenant_id, by=None)
    return len(tenants)


@shared_task
def learn_words(events: list[Message]) -> int:
    """Subscriber of changed products: the search learns their words; returns how many are new."""
    return sum(upkeep.follow_changes(UUID(each)) for each in sorted({event["tenant_id"] for event in events}))


@shared_task
def count_words(tenant_id: str) -> int:
    """Count the words of a tenant's products anew."""
    return upkeep.count_again(UUID(tenant_id))


@shared_task
def count_all_words() -> int:
    """Each night: have the words of every tenant counted anew; returns how many tenants."""
    with every_tenant():
        tenants = list(Product.objects.order_by().values_list("tenant_id", flat=True).distinct())
    for tenant_id in tenants:
        count_words.delay(str(tenant_id))
    return len(tenants)


@shared_task
def look_for_duplicates() -> int:
    """Now and then: compare what changed with all products of its tenant; returns how many tenants had something."""
    with every_tenant():
        tenants = list(Product.objects.order_by().values_list("tenant_id", flat=True).distinct())
    looked = 0
    for tenant_id in tenants:
        with tenant_scope(tenant_id):
            looked += duplicates.follow_changes(tenant_id) is not None
    return looked


@shared_task
def run_duplicates(job_id: str, tenant_id: str) -> None:
    """Search all products for duplicates, or merge all pairs from a score on."""
    with tenant_scope(UUID(tenant_id)):
        duplicates.execute_run(UUID(job_id))
