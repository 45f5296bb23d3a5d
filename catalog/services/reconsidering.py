"""Deciding products again when not a source changed, but which source comes first."""

from collections.abc import Sequence
from uuid import UUID

import polars as pl

from catalog.acts import Actor
from catalog.bulk import copy_out
from catalog.fields import BY_NAME, FIELD_NAMES, SAID_NAMES
from catalog.merging import Guards, changed, changed_fields, new, reconsidered, theirs, winners
from catalog.precedence import Precedence
from catalog.services.locks import lock_merges
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.merge import named, offers, products, statuses
from catalog.services.merge.named import Named
from catalog.services.merge.updating import only_free_gtins
from catalog.services.sources import precedence_of
from core.databases import atomic

BATCH_PRODUCTS = 5_000
START = UUID(int=0)
_ACTOR = Actor("order")
# Where a single supplier speaks, or none, no order decides.
_NEXT = """
SELECT p.id FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id > %(after)s AND p.offer_count > 1
   AND (%(supplier_id)s::uuid IS NULL OR EXISTS (
        SELECT FROM catalog_offer AS o WHERE o.product_id = p.id AND o.supplier_id = %(supplier_id)s::uuid))
 ORDER BY p.id LIMIT %(size)s
"""


def decide_again(
    *, tenant_id: UUID, supplier_id: UUID | None = None, field: str = "", after: UUID = START
) -> UUID | None:
    """Decide the next products by the present order of suppliers: those of a supplier, or one field of all.

    One batch in one transaction, with its entries in the change log and one event. Returns where to go on, None at the
    end; the same batch again changes nothing. Values that people set, and locks, stay.
    """
    size = BATCH_PRODUCTS
    parameters = {"tenant_id": tenant_id, "supplier_id": supplier_id, "after": after, "size": size}
    with atomic("catalog"):
        lock_merges(tenant_id, alone=False)
        ids = copy_out(_NEXT, parameters, columns=("product_id",))["product_id"]
        if ids.len():
            _decide(ids, Act(tenant_id, _ACTOR), field=field)
    return UUID(ids[-1]) if ids.len() == size else None


def decide_products(product_ids: Sequence[UUID], act: Act) -> None:
    """Decide these products by the present order of suppliers, inside the caller's transaction."""
    _decide(pl.Series([str(pk) for pk in product_ids], dtype=pl.String), act, field="")


def foresee_order(field: str, supplier_ids: Sequence[UUID], *, tenant_id: UUID) -> tuple[int, int | None]:
    """How many products another order of the field would change, of how many that were looked at (None: of all).

    Writes nothing. Looks at one batch of products that several suppliers offer. No suppliers: their own priority.
    """
    size = BATCH_PRODUCTS
    parameters = {"tenant_id": tenant_id, "supplier_id": None, "after": START, "size": size}
    with atomic("catalog"):
        ids = copy_out(_NEXT, parameters, columns=("product_id",))["product_id"]
        if ids.is_empty():
            return 0, None
        places = {str(supplier_id): place for place, supplier_id in enumerate(supplier_ids)}
        order = precedence_of(tenant_id).with_order(field, places)
        golden, decided, values = _reconsidered(ids, order, tenant_id=tenant_id, field=field)
    moved = decided.filter(pl.any_horizontal(changed(name) for name in SAID_NAMES))["product_id"]
    products_moved = pl.concat([moved, values.changes["product_id"]]).n_unique()
    return products_moved, golden.height if golden.height == size else None


def _reconsidered(
    ids: pl.Series, order: Precedence, *, tenant_id: UUID, field: str
) -> tuple[pl.DataFrame, pl.DataFrame, Named]:
    """The products as they are (held until the end of the transaction), their values and named values by the order."""
    golden = products.golden(ids, tenant_id=tenant_id)
    said = offers.of_products(ids, tenant_id=tenant_id)
    decided = _decided(golden, winners(order.ranked(said), FIELD_NAMES), fields=_fields(field), tenant_id=tenant_id)
    if field in ("", "status"):
        moved = statuses.by_another_order(golden, said, order, tenant_id=tenant_id)
        decided = decided.update(moved, on="product_id")
    return golden, decided, named.of_another_order(golden, order, tenant_id=tenant_id, only=field)


def _decide(ids: pl.Series, act: Act, *, field: str) -> None:
    tenant_id = act.tenant_id
    # Held before the order is read: a merge that still knows the old order is waited for.
    products.golden(ids, tenant_id=tenant_id)
    _golden, decided, values = _reconsidered(ids, precedence_of(tenant_id), tenant_id=tenant_id, field=field)
    entries = named.write(values, products.update(decided, tenant_id=tenant_id), tenant_id=tenant_id)
    if entries.is_empty():
        return
    write_changes(act, entries)
    names = {*changed_fields(decided, SAID_NAMES), *values.changes["key"].unique().to_list()}
    facts = {"created": 0, "updated": entries.height, "fields": sorted(names)}
    tell_products_changed(act, aggregate_id=tenant_id, changes=entries.height, facts=facts)


def _fields(field: str) -> tuple[str, ...]:
    """The fields that the order of this one decides; all for none, none for a value with a name of its own."""
    if not field:
        return FIELD_NAMES
    return tuple(name for name in (field, "currency" if field == "price" else "") if name in BY_NAME)


def _decided(golden: pl.DataFrame, wanted: pl.DataFrame, *, fields: tuple[str, ...], tenant_id: UUID) -> pl.DataFrame:
    guards = Guards.of(golden)
    frame = golden.join(
        wanted.rename({name: theirs(name) for name in FIELD_NAMES}), on="product_id", how="left", maintain_order="left"
    )
    again = [
        reconsidered(pl.col(name), pl.col(theirs(name)), locked=guards.locked(name), marked=guards.marked(name))
        if name in fields
        else pl.col(name)
        for name in FIELD_NAMES
    ]
    decided = frame.with_columns(value.alias(new(name)) for name, value in zip(FIELD_NAMES, again, strict=True))
    free = only_free_gtins(decided, golden.clear(), tenant_id=tenant_id)
    return free.with_columns(pl.col("status").alias(new("status")), added_offers=pl.lit(0))
