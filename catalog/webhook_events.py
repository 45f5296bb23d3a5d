"""What webhooks are told about products, made from the change log's entries of one act."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.events import PRODUCTS_CHANGED, PRODUCTS_MERGED
from catalog.models import Change, Product
from catalog.selectors.told import LowStock, Range, ToldChange, changes_in, fallen_below, gtins_with
from core.configuration import value
from core.events import Message
from core.webhooks import DOCUMENTED, Told, WebhookEvent

CREATED, UPDATED, DELETED = "product.created", "product.updated", "product.deleted"
BATCH = "product.batch_sync"
LOW_STOCK = "stock.low_alert"
SUMMARIES = {"stock.updated": "stock", "price.updated": "price"}
MOST_EANS = 1000
GROUP = _("Products")


def expand(message: Message, names: frozenset[str]) -> list[Told]:
    """What the act becomes: one event for each product, or one about all of them when they are too many."""
    facts, entries = message["payload"], range_of(message)
    most = value("webhooks.most_products_per_batch", tenant_id=entries.tenant_id)
    told: list[Told] = []
    if names & {CREATED, UPDATED, DELETED, BATCH}:
        told += [_batch(facts)] if facts["changes"] > most else map(_Telling(facts).of, changes_in(entries))
    if LOW_STOCK in names:
        told += _low_stock(facts, entries, most=max(1, most))
    if facts.get("run_id"):
        told += _summaries(facts, entries, names)
    return told


def range_of(message: Message) -> Range:
    """The entries of the change log that the message is about."""
    facts = message["payload"]
    return Range(UUID(message["tenant_id"]), facts["after_seq"], facts["last_seq"])


class _Telling:
    """Tells single changes of one act."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.actor, self.supplier_id = facts["actor"], facts.get("supplier_id")
        self.reason = {"import": "import", "undo": "undo"}.get(facts["actor_kind"], "removed")

    def of(self, change: ToldChange) -> Told:
        identity = {"product_id": change.product_id, "sku": change.sku}
        if change.kind == Change.Kind.CREATED:
            facts = {"name": change.name, "price": change.price, "supplier_id": self.supplier_id}
            return Told(CREATED, identity | facts | {"created_by": self.actor}, str(change.seq))
        trashed = change.changes.get("status", {}).get("new") == Product.Status.TRASH
        if trashed or change.kind == Change.Kind.REMOVED:
            reason = "trash" if trashed else self.reason
            return Told(DELETED, identity | {"deleted_by": self.actor, "reason": reason}, str(change.seq))
        return Told(UPDATED, identity | {"changes": change.changes, "updated_by": self.actor}, str(change.seq))


def _batch(facts: dict[str, Any]) -> Told:
    counts = {name: facts.get(name, 0) for name in ("created", "updated")}
    data = {"source": facts["actor"], **counts, "errors": facts.get("refused", 0), "total": facts["changes"]}
    return Told(BATCH, {**data, "run_id": facts.get("run_id")})


def _low_stock(facts: dict[str, Any], entries: Range, *, most: int) -> Iterator[Told]:
    """One for each product that crossed the threshold downwards; the last says how many more there are."""
    threshold = value("catalog.low_stock_threshold", tenant_id=entries.tenant_id)
    fallen, total = fallen_below(threshold, entries, most=most)
    for number, product in enumerate(fallen, start=1):
        more = total - len(fallen) if number == len(fallen) else 0
        yield Told(
            LOW_STOCK,
            _low(product) | {"supplier_id": facts.get("supplier_id"), "more": more},
            f"{product.seq}:{product.warehouse}" if product.warehouse else str(product.seq),
        )


def _low(product: LowStock) -> dict[str, Any]:
    return {
        "product_id": product.product_id,
        "sku": product.sku,
        "name": product.name,
        "current_stock": product.stock,
        "threshold": product.threshold,
        "warehouse": product.warehouse,
    }


def _summaries(facts: dict[str, Any], entries: Range, names: frozenset[str]) -> Iterator[Told]:
    for name, field in SUMMARIES.items():
        if name not in names:
            continue
        eans, total = gtins_with(field, entries, most=MOST_EANS)
        if total:
            yield Told(name, {"source": facts["actor"], "updated_count": total, "eans": eans})


def _event(name: str, description: Any, fields: dict[str, Any], sample: dict[str, Any], **more: Any) -> WebhookEvent:
    made_of: dict[str, Any] = {"kind": PRODUCTS_CHANGED, "expand": f"{__name__}.expand"}
    return WebhookEvent(name, GROUP, description, fields, sample, **made_of, **more)


_ID = "5b0f6c1e-6f1a-4c53-9a51-3f1f5d1f0c11"
_IDENTITY = {"product_id": _("The product's id."), "sku": _("The own SKU, else a supplier's reference.")}
_SAMPLE = {"product_id": _ID, "sku": "REF-0001042"}
_SOURCE = _("What changed them: the supplier, or the person.")
_EANS = _("The first 1,000 GTINs, 14 digits each.")

EVENTS = (
    _event(
        CREATED,
        _("A product is new in the catalogue."),
        {
            **_IDENTITY,
            "name": _("The title."),
            "price": _("The price, as text."),
            "supplier_id": _("The supplier, when an import made it."),
            "created_by": _("Who or what made it."),
        },
        {**_SAMPLE, "name": "Perceuse visseuse 18 V", "price": "129.90", "supplier_id": _ID, "created_by": "NordTech"},
    ),
    _event(
        UPDATED,
        _("Values of a product changed."),
        {**_IDENTITY, "changes": _("Field to old and new value."), "updated_by": _("Who or what changed it.")},
        {**_SAMPLE, "changes": {"price": {"old": "129.90", "new": "119.00"}}, "updated_by": "NordTech"},
    ),
    _event(
        DELETED,
        _("A product went into the trash, or was removed by undoing the import that made it."),
        {**_IDENTITY, "deleted_by": _("Who or what did it."), "reason": _("trash or undo.")},
        {**_SAMPLE, "deleted_by": "Alice", "reason": "trash"},
    ),
    _event(
        BATCH,
        _("Sent once instead of an event for each product, when very many changed at once."),
        {
            "source": _SOURCE,
            "created": _("How many products are new."),
            "updated": _("How many products changed."),
            "errors": _("How many rows the catalogue refused."),
            "total": _("How many products in all."),
            "run_id": _("The import run, if any."),
        },
        {"source": "NordTech", "created": 1200, "updated": 48000, "errors": 3, "total": 49200, "run_id": _ID},
        instead_of=(CREATED, UPDATED, DELETED),
    ),
    _event(
        LOW_STOCK,
        _("The stock of a product fell below its threshold: that of its warehouse, else that of the settings."),
        {
            **_IDENTITY,
            "name": _("The title."),
            "current_stock": _("The stock now."),
            "threshold": _("The threshold."),
            "warehouse": _("The warehouse; empty: the product as a whole."),
            "supplier_id": _("The supplier, when an import changed it."),
            "more": _("How many more products fell at the same time without an event of their own."),
        },
        {
            **_SAMPLE,
            "name": "Perceuse visseuse 18 V",
            "current_stock": 2,
            "threshold": 5,
            "warehouse": "",
            "supplier_id": _ID,
            "more": 0,
        },
    ),
    _event(
        "stock.updated",
        _("An import changed the stock of products."),
        {"source": _SOURCE, "updated_count": _("How many products."), "eans": _EANS},
        {"source": "NordTech", "updated_count": 2, "eans": ["04059952514475", "00088381080361"]},
    ),
    _event(
        "price.updated",
        _("An import changed the price of products."),
        {"source": _SOURCE, "updated_count": _("How many products."), "eans": _EANS},
        {"source": "NordTech", "updated_count": 2, "eans": ["04059952514475", "00088381080361"]},
    ),
    WebhookEvent(
        "product.merged",
        GROUP,
        _("Two products became one; the other one lies in the trash, and its codes lead to the one that remained."),
        {
            "merge_id": _("The merge; its undoing names it."),
            "survivor_id": _("The product that remained."),
            "absorbed_id": _("The product that went into it."),
            "name": _("The title of the product that remained."),
            "fields": _("The fields that it took over."),
            "offers": _("How many offers moved to it."),
        },
        {
            "merge_id": _ID,
            "survivor_id": _ID,
            "absorbed_id": "9d2f2a86-5b0f-4c53-9a51-6f1a4c531f5d",
            "name": "Perceuse visseuse 18 V",
            "fields": ["description", "gtin"],
            "offers": 2,
        },
        kind=PRODUCTS_MERGED,
        expand=DOCUMENTED,
    ),
)
