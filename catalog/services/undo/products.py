"""Undo of products: changed fields go back, created products go, removed ones come back."""

import polars as pl
from django.db.models import CASCADE

from catalog.acts import UndoResult
from catalog.bulk import copy_out, execute, fetch
from catalog.models import AttributeValue, BundleItem, Price, Product, Stock
from catalog.services import patching
from catalog.services.attribute_values import CLAIM
from catalog.services.log import Act, write_changes
from catalog.services.state import CURRENT
from catalog.services.undo.gone import follow_in_fields, follow_in_products
from catalog.services.undo.scope import Undo, Window

_COLUMNS = ", ".join(f'"{field.column}"' for field in Product._meta.concrete_fields)
_VALUES = ", ".join(f'r."{field.column}"' for field in Product._meta.concrete_fields)
# What goes and comes with a product: the name in the log -> the table and its column that names the product.
_CHILDREN = {
    "prices": (Price, "product_id"),
    "stocks": (Stock, "product_id"),
    "attribute_values": (AttributeValue, "product_id"),
    "bundle_items": (BundleItem, "bundle_id"),
}
_ENTRY_COLUMNS = ("product_id", "kind", "old", "new")

# One line per product and field: the value before the run's first change, the value after its last.
_FIELDS = """
DROP TABLE IF EXISTS pg_temp.undone;
CREATE TEMP TABLE undone ON COMMIT DROP AS
SELECT c.product_id, f.key AS field, max(c.seq) AS seq,
       nullif((array_agg(c.old -> f.key ORDER BY c.seq))[1], 'null') AS old,
       nullif((array_agg(f.value ORDER BY c.seq DESC))[1], 'null') AS new
  FROM catalog_change AS c CROSS JOIN jsonb_each(c.new) AS f
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = 'updated'
   AND c.seq BETWEEN %(first)s AND %(last)s
 GROUP BY c.product_id, f.key
"""
_LOCK = """
SELECT p.id FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id IN (SELECT product_id FROM undone) ORDER BY p.id FOR NO KEY UPDATE
"""
# A field goes back when it still has the run's value, is not locked, and its old GTIN is still free.
_JUDGED = f"""
DROP TABLE IF EXISTS pg_temp.judged;
CREATE TEMP TABLE judged ON COMMIT DROP AS
WITH current AS MATERIALIZED (
  SELECT p.id, p.locks, {CURRENT} AS state FROM catalog_product AS p
   WHERE p.tenant_id = %(tenant_id)s AND p.id IN (SELECT product_id FROM undone))
SELECT u.*, c.state -> u.field AS current,
       c.state -> u.field IS NOT DISTINCT FROM u.new AND NOT u.field = ANY (c.locks)
       AND NOT (u.field = 'gtin' AND u.old IS NOT NULL AND EXISTS
                (SELECT FROM catalog_product AS q WHERE q.tenant_id = %(tenant_id)s AND q.gtin = u.old #>> '{{}}'))
       AND NOT (u.field = 'sku' AND u.old IS NOT NULL AND EXISTS
                (SELECT FROM catalog_product AS q WHERE q.tenant_id = %(tenant_id)s AND q.sku = u.old #>> '{{}}'))
       AND NOT (u.old IS NOT NULL AND (u.field = 'parent' OR starts_with(u.field, 'bundle:')) AND NOT EXISTS
                (SELECT FROM catalog_product AS q WHERE q.tenant_id = %(tenant_id)s
                    AND q.id = (CASE WHEN u.field = 'parent' THEN u.old #>> '{{}}'
                                     WHEN starts_with(u.field, 'bundle:') THEN split_part(u.field, ':', 2) END)::uuid))
       AS goes_back
  FROM undone AS u JOIN current AS c ON c.id = u.product_id
"""
_PATCH = """
INSERT INTO patches (product_id, patch, before)
SELECT product_id, jsonb_object_agg(field, coalesce(old, 'null')), jsonb_object_agg(field, coalesce(new, 'null'))
  FROM judged WHERE goes_back GROUP BY product_id
"""
_KEEP = """
INSERT INTO catalog_undokept
       (tenant_id, undo_run_id, product_id, field, run_value, current_value, changed_by_kind, changed_by, changed_at)
SELECT %(tenant_id)s, %(undo_run_id)s, j.product_id, j.field, j.new, j.current,
       coalesce(by.actor_kind, ''), coalesce(by.actor_label, ''), by.at
  FROM judged AS j LEFT JOIN LATERAL (
       SELECT c.actor_kind, c.actor_label, c.at FROM catalog_change AS c
        WHERE c.product_id = j.product_id AND c.seq > j.seq AND c.run_id IS DISTINCT FROM %(run_id)s
          AND (j.field = '*' OR c.new ? j.field)
        ORDER BY c.seq DESC LIMIT 1) AS by ON true
 WHERE NOT j.goes_back AND j.current IS DISTINCT FROM j.old
"""
# Nor does a product that a bundle or a variant needs, unless that goes as well.
_HOLD_NEEDED = """
UPDATE judged AS j SET goes_back = false
 WHERE j.goes_back AND EXISTS (
       SELECT FROM (SELECT b.bundle_id AS by_id FROM catalog_bundleitem AS b WHERE b.product_id = j.product_id
                     UNION ALL SELECT v.id FROM catalog_product AS v WHERE v.parent_id = j.product_id) AS needed
        WHERE NOT EXISTS (SELECT FROM judged AS also WHERE also.product_id = needed.by_id AND also.goes_back))
"""
# A product goes when it is as the run left it and no offer is left.
_CREATED = f"""
DROP TABLE IF EXISTS pg_temp.judged;
CREATE TEMP TABLE judged ON COMMIT DROP AS
SELECT c.product_id, '*' AS field, c.seq, NULL::jsonb AS old, NULL::jsonb AS new, {CURRENT} AS current,
       {CURRENT} = c.new AND NOT EXISTS (SELECT FROM catalog_offer AS o WHERE o.product_id = p.id) AS goes_back
  FROM catalog_change AS c JOIN catalog_product AS p ON p.id = c.product_id AND p.tenant_id = c.tenant_id
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = 'created'
   AND c.seq BETWEEN %(first)s AND %(last)s
 ORDER BY p.id FOR UPDATE OF p
"""
_REMOVED_ENTRIES = f"""
SELECT p.id, 'removed', (to_jsonb(p) || jsonb_build_object(
       {
    ", ".join(
        f"'{name}', (SELECT jsonb_agg(to_jsonb(t)) FROM {model._meta.db_table} AS t WHERE t.{owner} = p.id)"
        for name, (model, owner) in _CHILDREN.items()
    )
}))::text, NULL
  FROM judged AS j JOIN catalog_product AS p ON p.id = j.product_id WHERE j.goes_back
"""
_DELETE = "DELETE FROM {table} AS t USING judged AS j WHERE t.{key} = j.product_id AND j.goes_back"
_BRING_BACK = f"""
DROP TABLE IF EXISTS pg_temp.judged;
CREATE TEMP TABLE judged ON COMMIT DROP AS
WITH removed AS MATERIALIZED (
  SELECT c.product_id, c.seq, c.old FROM catalog_change AS c
   WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = 'removed'
     AND c.seq BETWEEN %(first)s AND %(last)s),
back AS (
  INSERT INTO catalog_product ({_COLUMNS})
  SELECT {_VALUES} FROM removed CROSS JOIN
         jsonb_populate_record(NULL::catalog_product, removed.old || '{{"offer_count": 0}}') AS r
  ON CONFLICT DO NOTHING RETURNING id)
SELECT product_id, '*' AS field, seq, old, NULL::jsonb AS new, NULL::jsonb AS current, id IS NOT NULL AS goes_back
  FROM removed LEFT JOIN back ON id = product_id
"""
_CHILDREN_BACK = """
INSERT INTO {table} SELECT r.* FROM judged AS j
 CROSS JOIN jsonb_populate_recordset(NULL::{table}, nullif(j.old -> '{name}', 'null')) AS r WHERE j.goes_back
"""
# A unique value is held again where nobody else holds it now; an attribute that was deleted does not come back.
_ATTRIBUTES_BACK = """
INSERT INTO {table} SELECT r.* FROM judged AS j
 CROSS JOIN LATERAL jsonb_array_elements(nullif(j.old -> '{name}', 'null')) AS e
 CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, e - 'unique_value') AS r
 WHERE j.goes_back AND EXISTS (SELECT FROM catalog_attribute AS a WHERE a.id = r.attribute_id)
"""
_HOLD_AGAIN = CLAIM.format(these="v.product_id IN (SELECT product_id FROM judged WHERE goes_back)")
# Parts that are no longer in the catalogue stay out of the bundle.
_PARTS_BACK = f"{_CHILDREN_BACK} AND EXISTS (SELECT FROM catalog_product AS p WHERE p.id = r.product_id)"
_BACK_ENTRIES = f"""
SELECT p.id, 'created', NULL, {CURRENT}::text
  FROM judged AS j JOIN catalog_product AS p ON p.id = j.product_id WHERE j.goes_back
"""


def restore(undo: Undo, window: Window) -> UndoResult:
    """Fields the run changed go back where they still have the run's value."""
    parameters = _run(undo, window, _FIELDS)
    follow_in_fields(undo)
    execute("ANALYZE undone")
    fetch(_LOCK, parameters)
    execute(_JUDGED, parameters)
    patching.start()
    execute(_PATCH, parameters)
    kept = execute(_KEEP, parameters)
    entries = patching.apply_patches(undo.tenant_id)
    _log(undo, entries)
    return UndoResult(restored_products=entries.height, kept=kept)


def remove(undo: Undo, window: Window) -> UndoResult:
    """Products the run created go when they are as it left them."""
    parameters = _run(undo, window, _CREATED)
    while execute(_HOLD_NEEDED):
        pass
    kept = execute(_KEEP, parameters)
    entries = remove_judged()
    _log(undo, entries)
    return UndoResult(removed_products=entries.height, kept=kept)


def remove_judged() -> pl.DataFrame:
    """Delete the products of the temporary table `judged` (product_id, goes_back) and what belongs to them.

    Returns the entries for the change log, which hold their whole rows.
    """
    entries = copy_out(_REMOVED_ENTRIES, {}, columns=_ENTRY_COLUMNS)
    for relation in Product._meta.related_objects:
        if relation.on_delete is CASCADE:
            execute(_DELETE.format(table=relation.related_model._meta.db_table, key=relation.field.column))
    execute(_DELETE.format(table="catalog_product", key="id"))
    return entries


def bring_back(undo: Undo, window: Window) -> UndoResult:
    """Products the run removed come back with their ids, unless their GTIN or SKU is taken again."""
    parameters = _run(undo, window, _BRING_BACK)
    follow_in_products(undo)
    for name, (model, _owner) in _CHILDREN.items():
        statement = {BundleItem: _PARTS_BACK, AttributeValue: _ATTRIBUTES_BACK}.get(model, _CHILDREN_BACK)
        execute(statement.format(table=model._meta.db_table, name=name))
    execute(_HOLD_AGAIN, parameters)
    kept = execute(_KEEP, parameters)
    entries = copy_out(_BACK_ENTRIES, parameters, columns=_ENTRY_COLUMNS)
    _log(undo, entries)
    return UndoResult(restored_products=entries.height, kept=kept)


def _run(undo: Undo, window: Window, statement: str) -> dict[str, object]:
    parameters = {**undo.parameters, "first": window.first, "last": window.last}
    execute(statement, parameters)
    return parameters


def _log(undo: Undo, entries: pl.DataFrame) -> None:
    write_changes(Act(undo.tenant_id, undo.actor, undo.undo_run_id), entries)
