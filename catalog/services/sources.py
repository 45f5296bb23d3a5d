"""What the sources say about one product now, by the rules of `merging`."""

from typing import Any
from uuid import UUID

import polars as pl

from catalog.bulk import copy_out
from catalog.fields import BY_NAME, FIELD_NAMES, Kind
from catalog.merging import winners
from catalog.services.merge import offers
from core.tenancy import tenant_scope
from suppliers.selectors import priorities

# The priority of a supplier that is not (or no longer) known.
LAST = 32_767
_EXTRAS = """
SELECT o.id, o.product_id, o.supplier_id, o.first_seen_at, e.key, e.value
  FROM catalog_offer AS o CROSS JOIN jsonb_each_text(o.extra) AS e
 WHERE o.tenant_id = %(tenant_id)s AND o.product_id = ANY(string_to_array(%(ids)s, ',')::uuid[])
"""
_EXTRA_COLUMNS = ("offer_id", "product_id", "supplier_id", "first_seen_at", "key", "value")


def source_values(product_id: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """The winning source's value of each field that any offer of the product gives, in canonical form."""
    ids = pl.Series([str(product_id)])
    candidates = ranked(offers.of_products(ids, tenant_id=tenant_id), tenant_id=tenant_id)
    found = winners(candidates, FIELD_NAMES)
    values: dict[str, Any] = found.row(0, named=True) if found.height else {}
    extras = ranked(offer_extras(ids, tenant_id=tenant_id), tenant_id=tenant_id)
    best = extras.sort("priority", "first_seen_at", "offer_id").unique("key", keep="first", maintain_order=True)
    values |= dict(best.select("key", "value").iter_rows())
    return {name: _typed(name, value) for name, value in values.items() if value is not None and name != "product_id"}


def offer_extras(product_ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """The named values of all offers of these products: one row per offer and key."""
    ids = ",".join(product_ids.unique().to_list())
    return copy_out(_EXTRAS, {"tenant_id": tenant_id, "ids": ids}, columns=_EXTRA_COLUMNS)


def ranked(candidates: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The offers with `priority`, that of their supplier."""
    with tenant_scope(tenant_id):
        ranks = {str(supplier_id): rank for supplier_id, rank in priorities(tenant_id).items()}
    rank = pl.col("supplier_id").replace_strict(ranks, default=LAST, return_dtype=pl.Int32) if ranks else pl.lit(LAST)
    return candidates.with_columns(rank.alias("priority"))


def _typed(name: str, value: str) -> str | int:
    field = BY_NAME.get(name)
    return int(value) if field and field.kind is Kind.INTEGER else value
