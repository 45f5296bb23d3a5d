"""What the sources say about one product now, by the rules of `merging`."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import polars as pl

from catalog.bulk import copy_out
from catalog.fields import BY_NAME, FIELD_NAMES, Kind
from catalog.merging import winners
from catalog.precedence import Precedence
from catalog.services.merge import offers
from core.tenancy import tenant_scope
from suppliers.selectors import field_priorities, priorities

_EXTRAS = """
SELECT o.id, o.product_id, o.supplier_id, o.first_seen_at, e.key, e.value
  FROM catalog_offer AS o CROSS JOIN jsonb_each_text(o.extra) AS e
 WHERE o.tenant_id = %(tenant_id)s AND o.product_id = ANY(string_to_array(%(ids)s, ',')::uuid[]) AND e.key <> 'status'
"""
NAMED_ORDER = ("place", "priority", "first_seen_at", "offer_id")
_EXTRA_COLUMNS = ("offer_id", "product_id", "supplier_id", "first_seen_at", "key", "value")


def source_values(product_id: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """The winning source's value of each field that any offer of the product gives, in canonical form."""
    return joint_source_values([product_id], tenant_id=tenant_id)


def joint_source_values(product_ids: Collection[UUID], *, tenant_id: UUID) -> dict[str, Any]:
    """The same of several products, as if all their offers were those of one."""
    ids, order = pl.Series([str(pk) for pk in product_ids], dtype=pl.String), precedence_of(tenant_id)
    said = offers.of_products(ids, tenant_id=tenant_id).with_columns(product_id=pl.lit(ids[0]))
    found = winners(order.ranked(said), FIELD_NAMES)
    values: dict[str, Any] = found.row(0, named=True) if found.height else {}
    extras = order.ranked_values(offer_extras(ids, tenant_id=tenant_id))
    best = extras.sort(*NAMED_ORDER).unique("key", keep="first", maintain_order=True)
    values |= dict(best.select("key", "value").iter_rows())
    return {name: _typed(name, value) for name, value in values.items() if value is not None and name != "product_id"}


def offer_extras(product_ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """The named values of all offers of these products: one row per offer and key."""
    ids = ",".join(product_ids.unique().to_list())
    return copy_out(_EXTRAS, {"tenant_id": tenant_id, "ids": ids}, columns=_EXTRA_COLUMNS)


def precedence_of(tenant_id: UUID) -> Precedence:
    """The order of the tenant's suppliers, for all fields and for single ones. Two queries."""
    with tenant_scope(tenant_id):
        return precedence_by(priorities(tenant_id), tenant_id=tenant_id)


def precedence_by(ranks: Mapping[UUID, int], *, tenant_id: UUID) -> Precedence:
    """The order of suppliers with these priorities; needs the tenant's scope. One query."""
    own = field_priorities(tenant_id)
    return Precedence(
        {str(supplier_id): rank for supplier_id, rank in ranks.items()},
        {name: {str(supplier_id): rank for supplier_id, rank in places.items()} for name, places in own.items()},
    )


def _typed(name: str, value: str) -> str | int:
    field = BY_NAME.get(name)
    return int(value) if field and field.kind is Kind.INTEGER else value
