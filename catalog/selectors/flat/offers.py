"""Columns made of the offers: the first supplier by rank, all of them, and what each says."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import polars as pl

from catalog.bulk import copy_out
from catalog.precedence import LAST
from suppliers.selectors import SupplierFacts, suppliers_by_id

_OFFERS = """
SELECT o.product_id, o.supplier_id, o.supplier_sku, trim_scale(o.cost)::text, trim_scale(o.price)::text, o.currency,
       o.stock::text, o.first_seen_at::text
  FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.product_id = ANY(string_to_array(%(ids)s, ',')::uuid[])
   AND o.missing_since IS NULL
"""
_COLUMNS = ("id", "supplier_id", "sku", "cost", "price", "currency", "stock", "first_seen_at")


def offer_values(names: Sequence[str], parameters: dict[str, Any]) -> pl.DataFrame:
    """`supplier...` of the offer whose supplier ranks first, `suppliers` and `offers` of all. Two queries."""
    offers = copy_out(_OFFERS, parameters, columns=_COLUMNS)
    known = suppliers_by_id(UUID(key) for key in offers["supplier_id"].unique())
    ranked = offers.with_columns(
        _of(offers, known, "priority", LAST).cast(pl.Int32).alias("priority"),
        _of(offers, known, "name", "").alias("supplier"),
        _of(offers, known, "code", "").alias("supplier_code"),
    ).sort("id", "priority", "first_seen_at", "supplier_id")
    first = ranked.group_by("id", maintain_order=True).first()
    renamed = first.select(
        "id",
        "supplier",
        "supplier_code",
        pl.col("sku").alias("supplier_sku"),
        pl.col("cost").alias("supplier_cost"),
        pl.col("price").alias("supplier_price"),
        pl.col("stock").alias("supplier_stock"),
    )
    if {"suppliers", "offers"} & set(names):
        renamed = renamed.join(_gathered(ranked), on="id", how="left")
    return renamed.select("id", *names)


def _gathered(ranked: pl.DataFrame) -> pl.DataFrame:
    """All suppliers one a line, and all offers as JSON."""
    shown = ("supplier", "supplier_code", "sku", "cost", "price", "currency", "stock")
    rows = ranked.with_columns(pl.struct(shown).alias("offer"))
    grouped = rows.group_by("id", maintain_order=True).agg(pl.col("supplier"), pl.col("offer"))
    return grouped.select(
        "id",
        pl.col("supplier").list.unique(maintain_order=True).list.join("\n").alias("suppliers"),
        pl.Series("offers", [_text(offers) for offers in grouped["offer"].to_list()], dtype=pl.String),
    )


def _text(offers: list[dict[str, Any]]) -> str:
    return json.dumps([{name: value for name, value in offer.items() if value} for offer in offers], ensure_ascii=False)


def _of(offers: pl.DataFrame, known: dict[UUID, SupplierFacts], name: str, otherwise: Any) -> pl.Series:
    facts = {str(key): getattr(supplier, name) for key, supplier in known.items()}
    return pl.Series([facts.get(key, otherwise) for key in offers["supplier_id"]], dtype=None)
