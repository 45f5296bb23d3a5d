"""Writing one part of a bulk edit, in one transaction: values, marks, offers, removals, change log, progress."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import F
from django.utils.translation import gettext as _

from catalog.acts import Actor
from catalog.bulk import execute, fetch
from catalog.models import BulkEdit
from catalog.services import patching
from catalog.services.bulk_edits.judging import OFFER_KEY, Judgement, judgement_of, parameters_of
from catalog.services.bulk_edits.selection import Selection
from catalog.services.changing import has_sources, mark
from catalog.services.log import Act as LoggedAct
from catalog.services.log import tell_products_changed, write_changes
from catalog.services.undo.products import remove_judged
from core.databases import atomic
from core.errors import Conflict
from core.jobs import JobStatus

_HOLD = """
SELECT p.id FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s::uuid[]) ORDER BY p.id FOR NO KEY UPDATE
"""
_JUDGE = """
DROP TABLE IF EXISTS pg_temp.bulk_judged;
CREATE TEMP TABLE bulk_judged ON COMMIT DROP AS {query}
"""
_COUNTS = """
SELECT CASE WHEN reason IS NOT NULL THEN reason WHEN patch <> '{}' OR acted THEN '+' ELSE '=' END, count(*)
  FROM bulk_judged GROUP BY 1
"""
_PATCHES = """
INSERT INTO patches (product_id, patch, before)
SELECT id, patch, before FROM bulk_judged WHERE reason IS NULL AND patch <> '{}'
"""
# The marks of the fields that are set, before the person's own takes their place.
_KEEP_MARKS = """
INSERT INTO catalog_bulkmark (tenant_id, run_id, product_id, marks)
SELECT p.tenant_id, %(run_id)s, p.id,
       (SELECT jsonb_object_agg(f, p.provenance -> f) FROM jsonb_object_keys(s.patch) AS f WHERE f = ANY (%(fields)s))
  FROM patches AS s JOIN catalog_product AS p ON p.id = s.product_id AND p.tenant_id = %(tenant_id)s
 WHERE s.patch ?| %(fields)s
"""
_SET_MARKS = """
UPDATE catalog_product AS p
   SET provenance = p.provenance || (SELECT jsonb_object_agg(f, %(mark)s::jsonb) FROM jsonb_object_keys(s.patch) AS f
                                      WHERE f = ANY (%(fields)s))
  FROM patches AS s WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s AND s.patch ?| %(fields)s
"""
_ADD_OFFERS = f"""
WITH made AS (
  INSERT INTO catalog_offer (id, tenant_id, supplier_id, product_id, key, row_hash, created_run_id, changed_run_id)
  SELECT gen_random_uuid(), p.tenant_id, %(supplier_id)s::uuid, p.id, {OFFER_KEY}, gen_random_uuid(), %(run_id)s,
         %(run_id)s
    FROM bulk_judged AS j JOIN catalog_product AS p ON p.id = j.id AND p.tenant_id = %(tenant_id)s
   WHERE j.reason IS NULL AND j.acted ORDER BY 5
      ON CONFLICT DO NOTHING
  RETURNING product_id)
UPDATE catalog_product AS p SET offer_count = p.offer_count + 1 FROM made WHERE p.id = made.product_id
"""
_REMOVE_OFFERS = """
WITH gone AS (
  DELETE FROM catalog_offer AS o USING bulk_judged AS j
   WHERE o.product_id = j.id AND j.reason IS NULL AND j.acted AND o.tenant_id = %(tenant_id)s
     AND o.supplier_id = %(supplier_id)s::uuid
  RETURNING o.*),
logged AS (
  INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id, old)
  SELECT tenant_id, %(run_id)s::uuid, id, 'removed', changed_run_id, to_jsonb(gone) FROM gone)
UPDATE catalog_product AS p SET offer_count = greatest(p.offer_count - g.offers, 0)
  FROM (SELECT product_id, count(*) AS offers FROM gone GROUP BY product_id) AS g WHERE p.id = g.product_id
"""
_REMOVED = """
DROP TABLE IF EXISTS pg_temp.judged;
CREATE TEMP TABLE judged ON COMMIT DROP AS
SELECT id AS product_id, true AS goes_back FROM bulk_judged WHERE reason IS NULL AND acted
"""
_FREE_VARIANTS = """
UPDATE catalog_product AS p SET parent_id = NULL FROM judged AS j
 WHERE p.parent_id = j.product_id AND p.tenant_id = %(tenant_id)s
"""


def write_part(edit: BulkEdit, ids: list[UUID], selection: Selection, *, made_by: Any) -> None:
    """Do the act to these products and note in the same transaction how far the job is.

    Raises Conflict when the job was lost to another worker: nothing of the part is written then.
    """
    judged = judgement_of(edit.act, edit.options)
    held = selection.writable(ids, judged.permission)
    with atomic("catalog"):
        fetch(_HOLD, parameters_of(judged, held, tenant_id=edit.tenant_id))
        execute(_JUDGE.format(query=judged.query), parameters_of(judged, held, tenant_id=edit.tenant_id))
        counts = Counter({str(key): int(count) for key, count in fetch(_COUNTS, {})})
        _note_progress(edit, ids, counts + Counter(no_right=len(ids) - len(held)))
        entries = _write(edit, judged, made_by)
        _log(edit, entries, made_by)


def _write(edit: BulkEdit, judged: Judgement, made_by: Any) -> pl.DataFrame:
    """Do the act to what is in `bulk_judged`; returns the entries for the change log."""
    parameters = {**judged.parameters, "tenant_id": edit.tenant_id, "run_id": edit.pk}
    if edit.act == BulkEdit.Act.PURGE:
        execute(_REMOVED)
        execute(_FREE_VARIANTS, parameters)
        return remove_judged()
    if edit.act == BulkEdit.Act.SUPPLIER:
        execute(_ADD_OFFERS if edit.options["how"] == "add" else _REMOVE_OFFERS, parameters)
        return pl.DataFrame()
    patching.start()
    execute(_PATCHES)
    if fields := [name for name in judged.sets if has_sources(name)]:
        marks = {**parameters, "fields": fields, "mark": json.dumps(mark(made_by))}
        execute(_KEEP_MARKS, marks)
        execute(_SET_MARKS, marks)
    return patching.apply_patches(edit.tenant_id)


def _log(edit: BulkEdit, entries: pl.DataFrame, made_by: Any) -> None:
    if entries.is_empty():
        return
    act = LoggedAct(edit.tenant_id, actor_of(made_by), edit.pk)
    write_changes(act, entries)
    removed = entries.height if edit.act == BulkEdit.Act.PURGE else 0
    facts = {"created": 0, "updated": entries.height - removed, "removed": removed}
    tell_products_changed(act, aggregate_id=edit.pk, changes=entries.height, facts=facts)


def actor_of(user: Any) -> Actor:
    """Who is named in the change log: the person, or the rule that empties the trash."""
    return Actor("user", user.pk, str(user)) if user else Actor("rule", None, "trash")


def _note_progress(edit: BulkEdit, ids: list[UUID], counts: Counter[str]) -> None:
    left_out = Counter(edit.left_out) + Counter({name: n for name, n in counts.items() if name not in "+="})
    held = BulkEdit._base_manager.filter(pk=edit.pk, status=JobStatus.PROCESSING, lease_token=edit.lease_token)
    written = held.update(
        changed=F("changed") + counts["+"],
        unchanged=F("unchanged") + counts["="],
        left_out=dict(left_out),
        progress_done=F("progress_done") + len(ids),
        checkpoint={"after": str(ids[-1])},
    )
    if not written:
        raise Conflict(_("Another worker has taken over this job."), code="LEASE_LOST")
    edit.left_out = dict(left_out)
