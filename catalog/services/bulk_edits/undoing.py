"""Undoing a bulk edit as one unit: every value nobody has changed since goes back, with the marks it had."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from catalog.bulk import execute
from catalog.errors import BulkEditNotUndoable
from catalog.models import BulkEdit
from catalog.services.bulk_edits.writing import actor_of
from catalog.services.undo import undo_run
from core import jobs
from core.databases import atomic
from core.jobs import JobStatus

# Marks of the fields that went back and that nobody has set since; those before them are kept, because an undoing can
# be undone as well.
_BACK = """
SELECT c.product_id,
       (SELECT jsonb_object_agg(f, m.marks -> f) FROM jsonb_object_keys(m.marks) AS f WHERE c.fields ? f) AS marks
  FROM (SELECT product_id, jsonb_object_agg(f, true) AS fields
          FROM catalog_change AS back CROSS JOIN jsonb_object_keys(new) AS f
         WHERE run_id = %(undo_run_id)s AND tenant_id = %(tenant_id)s AND kind = 'updated'
           AND NOT EXISTS (SELECT FROM catalog_change AS later
                            WHERE later.tenant_id = back.tenant_id AND later.product_id = back.product_id
                              AND later.seq > back.seq AND later.new ? f)
         GROUP BY product_id) AS c
  JOIN catalog_bulkmark AS m ON m.run_id = %(run_id)s AND m.product_id = c.product_id AND m.tenant_id = %(tenant_id)s
 WHERE c.fields ?| ARRAY(SELECT jsonb_object_keys(m.marks))
"""
_KEEP_MARKS = f"""
INSERT INTO catalog_bulkmark (tenant_id, run_id, product_id, marks)
SELECT p.tenant_id, %(undo_run_id)s, p.id,
       (SELECT jsonb_object_agg(f, p.provenance -> f) FROM jsonb_object_keys(back.marks) AS f)
  FROM ({_BACK}) AS back JOIN catalog_product AS p ON p.id = back.product_id AND p.tenant_id = %(tenant_id)s
"""
_SET_MARKS = f"""
UPDATE catalog_product AS p
   SET provenance = (p.provenance - ARRAY(SELECT jsonb_object_keys(back.marks))) || jsonb_strip_nulls(back.marks)
  FROM ({_BACK}) AS back WHERE p.id = back.product_id AND p.tenant_id = %(tenant_id)s
"""


def perform(edit: BulkEdit, *, user: Any) -> None:
    """Undo `edit.undoes` under the id of `edit`; called again after a crash it goes on where it stopped."""
    undone = edit.undoes
    assert undone is not None
    result = undo_run(undone.pk, tenant_id=edit.tenant_id, actor=actor_of(user), undo_run_id=edit.pk)
    with atomic("catalog"):
        free = BulkEdit._base_manager.filter(
            pk=edit.pk, status=JobStatus.PROCESSING, lease_token=edit.lease_token, checkpoint={}
        )
        changed = result.restored_products + result.removed_products + result.restored_offers + result.removed_offers
        done = {"outcome": asdict(result), "changed": changed, "progress_done": edit.progress_total}
        if free.update(checkpoint={"marks": True}, **done):
            parameters = {"run_id": undone.pk, "undo_run_id": edit.pk, "tenant_id": edit.tenant_id}
            execute(_KEEP_MARKS, parameters)
            execute(_SET_MARKS, parameters)
    jobs.report_progress(edit)


def refuse_unless_undoable(edit: BulkEdit) -> None:
    """Raise BulkEditNotUndoable, saying why, unless the bulk edit can be undone now."""
    sentence = None
    if not edit.is_finished:
        sentence = _("This bulk edit is still at work: cancel it, or wait for its end, before you undo it.")
    elif edit.act == BulkEdit.Act.PURGE:
        sentence = _("Products that were removed for good do not come back.")
    elif edit.undoings.exclude(status__in=(JobStatus.FAILED, JobStatus.CANCELLED)).exists():
        sentence = _("This bulk edit is being undone, or has been undone already.")
    elif not edit.changed:
        sentence = _("This bulk edit changed nothing.")
    if sentence:
        raise BulkEditNotUndoable(sentence)
