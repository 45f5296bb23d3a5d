"""Undo of offers: created ones go, changed ones get their old row, removed ones come back."""

from catalog.acts import UndoResult
from catalog.bulk import execute, fetch
from catalog.models import Offer
from catalog.services.undo.gone import follow_in_offers
from catalog.services.undo.scope import BATCH_ROWS, Undo, Window

_COLUMNS = ", ".join(f'"{field.column}"' for field in Offer._meta.concrete_fields)
_VALUES = ", ".join(f'r."{field.column}"' for field in Offer._meta.concrete_fields)
# The earliest state of an offer in the batch: a run can change an offer twice.
_STAGE = """
DROP TABLE IF EXISTS pg_temp.undone;
CREATE TEMP TABLE undone ON COMMIT DROP AS
SELECT DISTINCT ON (c.offer_id) c.offer_id, c.left_run_id, c.old
  FROM catalog_offerchange AS c
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = %(kind)s
   AND c.id BETWEEN %(first)s AND %(last)s
 ORDER BY c.offer_id, c.id
"""
_DROP_TOUCHED = """
DELETE FROM undone AS u WHERE NOT EXISTS
 (SELECT FROM catalog_offer AS o
   WHERE o.id = u.offer_id AND o.tenant_id = %(tenant_id)s AND o.changed_run_id = u.left_run_id)
"""
_KEEP_CURRENT = """
INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id, old)
SELECT o.tenant_id, %(undo_run_id)s::uuid, o.id, 'updated', (u.old ->> 'changed_run_id')::uuid, to_jsonb(o)
  FROM undone AS u JOIN catalog_offer AS o ON o.id = u.offer_id
"""
# What the run did not keep stays, and so does the product: only merges of products, and their undo, change that.
_RESTORE = f"""
UPDATE catalog_offer AS o SET ({_COLUMNS}) = ROW ({_VALUES})
  FROM (SELECT r.* FROM undone AS u JOIN catalog_offer AS now ON now.id = u.offer_id
         CROSS JOIN LATERAL jsonb_populate_record(now, u.old - 'product_id') AS r) AS r
 WHERE o.id = r.id AND o.tenant_id = %(tenant_id)s
"""
_BRING_BACK = f"""
WITH back AS (
  INSERT INTO catalog_offer ({_COLUMNS})
  SELECT {_VALUES} FROM undone AS u CROSS JOIN jsonb_populate_record(NULL::catalog_offer, u.old) AS r
   WHERE EXISTS (SELECT FROM catalog_product AS p WHERE p.id = r.product_id AND p.tenant_id = %(tenant_id)s)
  ON CONFLICT DO NOTHING RETURNING *),
logged AS (
  INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id)
  SELECT tenant_id, %(undo_run_id)s::uuid, id, 'created', changed_run_id FROM back),
counted AS (
  UPDATE catalog_product AS p SET offer_count = p.offer_count + b.offers
    FROM (SELECT product_id, count(*) AS offers FROM back GROUP BY product_id) AS b WHERE p.id = b.product_id)
SELECT count(*) FROM back
"""
# Offers the run made: those of an import say so themselves, those an undo brought back are in the log.
_MADE = """
SELECT o.id FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.created_run_id = %(run_id)s AND o.changed_run_id = %(run_id)s
 UNION
SELECT o.id FROM catalog_offerchange AS c
  JOIN catalog_offer AS o ON o.id = c.offer_id AND o.changed_run_id = c.left_run_id
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.kind = 'created'
"""
_ANY_MADE = f"SELECT EXISTS ({_MADE})"
_REMOVE = f"""
WITH gone AS (
  DELETE FROM catalog_offer
   WHERE tenant_id = %(tenant_id)s AND id IN (SELECT id FROM ({_MADE}) AS made ORDER BY id LIMIT %(size)s)
  RETURNING *),
logged AS (
  INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id, old)
  SELECT tenant_id, %(undo_run_id)s::uuid, id, 'removed', changed_run_id, to_jsonb(gone) FROM gone),
counted AS (
  UPDATE catalog_product AS p SET offer_count = greatest(p.offer_count - g.offers, 0)
    FROM (SELECT product_id, count(*) AS offers FROM gone GROUP BY product_id) AS g WHERE p.id = g.product_id)
SELECT count(*) FROM gone
"""


def any_made(undo: Undo) -> bool:
    """Whether there are offers left that the run made."""
    return bool(fetch(_ANY_MADE, undo.parameters)[0][0])


def bring_back(undo: Undo, window: Window) -> UndoResult:
    """Offers the run removed come back, unless the key is taken again or the product is gone."""
    parameters = _stage(undo, window, kind="removed")
    restored = int(fetch(_BRING_BACK, parameters)[0][0])
    follow_in_offers(undo)
    return UndoResult(restored_offers=restored)


def restore(undo: Undo, window: Window) -> UndoResult:
    """Offers the run changed, and nobody since, get their row from before."""
    parameters = _stage(undo, window, kind="updated")
    execute(_DROP_TOUCHED, parameters)
    execute(_KEEP_CURRENT, parameters)
    restored = execute(_RESTORE, parameters)
    follow_in_offers(undo)
    return UndoResult(restored_offers=restored)


def remove(undo: Undo) -> UndoResult:
    """The next offers the run made, and nobody changed since, go; their rows are kept in the log."""
    return UndoResult(removed_offers=int(fetch(_REMOVE, {**undo.parameters, "size": BATCH_ROWS})[0][0]))


def _stage(undo: Undo, window: Window, *, kind: str) -> dict[str, object]:
    parameters = {**undo.parameters, "kind": kind, "first": window.first, "last": window.last}
    execute(_STAGE, parameters)
    execute("ANALYZE undone")
    return parameters
