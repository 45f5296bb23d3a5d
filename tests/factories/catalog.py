"""Feeds as small frames, merged through the real service."""

import uuid
from collections.abc import Mapping
from typing import Any

import polars as pl

from catalog.acts import Actor, MergePolicy, MergeResult
from catalog.services import merge_offers
from core.tenancy import tenant_scope
from suppliers.models import Supplier

GTIN = "03760001234565"
OTHER_GTIN = "03760001299991"


def supplier(tenant, code="ACME", priority=100) -> Supplier:
    """A supplier of the tenant."""
    with tenant_scope(tenant.pk):
        return Supplier.objects.create(tenant_id=tenant.pk, code=code, name=code.title(), priority=priority)


def frame(*rows: Mapping[str, Any], first_row: int = 2) -> pl.DataFrame:
    """Validated rows: text columns, numbered from 2; a key that a row lacks is an empty cell."""
    columns = dict.fromkeys(name for row in rows for name in row)
    data = {name: [row.get(name) for row in rows] for name in columns}
    return pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String)).with_row_index("row", offset=first_row)


def row(key="1", **values: Any) -> dict[str, Any]:
    """A row with a title and a price; None stands for an empty cell."""
    return {"key": key, "title": f"Product {key}", "price": "10.00", "currency": "EUR", **values}


def merge(source: Supplier, *rows: Mapping[str, Any], first_row: int = 2, **options: Any) -> MergeResult:
    """Merge the rows as one batch of a run of that supplier."""
    return merge_frame(source, frame(*rows, first_row=first_row), **options)


def merge_frame(
    source: Supplier, rows: pl.DataFrame, *, run_id=None, number=0, source_id=None, seen_at=None, **policy: Any
) -> MergeResult:
    """Merge the frame as one batch of a run of that supplier."""
    return merge_offers(
        rows,
        tenant_id=source.tenant_id,
        supplier_id=source.pk,
        run_id=run_id or uuid.uuid4(),
        batch_number=number,
        actor=Actor("import", None, "feed"),
        policy=MergePolicy(**policy),
        source_id=source_id,
        seen_at=seen_at,
    )
