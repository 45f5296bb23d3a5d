"""Bringing products to given values outside of a merge: edits, restores and undo share this one way."""

from typing import Any
from uuid import UUID

import polars as pl

from catalog.bulk import copy_out, execute, stage
from catalog.fields import DIMENSIONS
from catalog.services import dimensions
from catalog.services.merge.products import derived
from catalog.services.state import APPLY

# `patches` is a temporary table: product_id, patch (the values to set), before (the values they replace).
MAKE = "CREATE TEMP TABLE patches (product_id uuid, patch jsonb, before jsonb) ON COMMIT DROP"
_FOUND_BY = """
SELECT p.id, p.title, p.brand_id::text, p.mpn FROM catalog_product AS p JOIN patches AS s ON s.product_id = p.id
 WHERE p.tenant_id = %(tenant_id)s AND s.patch ?| array['title', 'brand', 'mpn']
"""
_SET_DERIVED = """
UPDATE catalog_product AS p SET mpn_key = s.mpn_key, search_text = s.search_text
  FROM staged_words AS s WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""
_ENTRIES = "SELECT product_id, 'updated', before::text, patch::text FROM patches"
_DIMENSIONED = f"""
SELECT s.product_id, d.key, d.value #>> '{{}}' FROM patches AS s CROSS JOIN jsonb_each(s.patch) AS d
 WHERE d.key ~ '^({"|".join(DIMENSIONS)})(@[^:]+)?:'
"""


def start() -> None:
    """Make the empty temporary table `patches` for this transaction."""
    execute(f"DROP TABLE IF EXISTS pg_temp.patches; {MAKE}")


def apply_patches(tenant_id: UUID) -> pl.DataFrame:
    """Apply the table `patches`; returns the entries for the change log."""
    parameters: dict[str, Any] = {"tenant_id": tenant_id}
    execute("ANALYZE patches")
    execute(APPLY, parameters)
    named = copy_out(_FOUND_BY, parameters, columns=("product_id", "title", "brand", "mpn"))
    if named.height:
        words = derived(named, tenant_id=tenant_id).select("product_id", "mpn_key", "search_text")
        stage("staged_words", words, types={"product_id": "uuid"})
        execute(_SET_DERIVED, parameters)
    values = copy_out(_DIMENSIONED, {}, columns=("product_id", "key", "value"))
    dimensions.write(values, tenant_id=tenant_id)
    return copy_out(_ENTRIES, {}, columns=("product_id", "kind", "old", "new"))
