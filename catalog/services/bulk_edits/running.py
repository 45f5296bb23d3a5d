"""What a worker does with a bulk edit: part by part to its end, a pause, or a cancel that keeps what is done."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_noop

from catalog.models import BulkEdit
from catalog.services.bulk_edits import undoing
from catalog.services.bulk_edits.judging import WRITE
from catalog.services.bulk_edits.selection import Selection
from catalog.services.bulk_edits.writing import write_part
from core import audit, jobs
from core.access import refusal
from core.databases import atomic
from core.jobs import JobCancelled
from core.notifications import notify

PART = 2_000


def execute_bulk_edit(edit_id: UUID, *, tells: bool = True) -> BulkEdit | None:
    """Take the job and do it; None when it is not free. Needs the tenant's scope.

    `tells`: its maker hears of the end at the bell, because nobody is waiting for it.
    """
    edit = BulkEdit.objects.select_related("undoes").filter(pk=edit_id).first()
    if edit is None or not jobs.take(edit):
        return None
    jobs.carry_out(edit, lambda: _work(edit))
    if tells and edit.is_finished:
        _tell_end(edit)
    return edit


def _work(edit: BulkEdit) -> None:
    try:
        _do(edit)
    except JobCancelled:
        with atomic("catalog"):
            _record(edit)
        raise
    with atomic("catalog"):
        jobs.complete(edit, phase="")
        _record(edit)


def _do(edit: BulkEdit) -> None:
    user = maker_of(edit)
    if user is None and edit.created_by_id is not None:
        # Nobody's rights are not everybody's: only the system's own jobs need no person.
        raise refusal(WRITE)
    if edit.act == BulkEdit.Act.UNDO:
        undoing.perform(edit, user=user)
        return
    selection = Selection.from_json(edit.selection, tenant_id=edit.tenant_id, user=user)
    reached = edit.checkpoint.get("after")
    for ids in selection.parts(PART, after=UUID(reached) if reached else None):
        write_part(edit, ids, selection, made_by=user)
        jobs.report_progress(edit)


def maker_of(edit: BulkEdit) -> Any:
    """The person who made it, with the rights of today; None for the system's own."""
    if edit.created_by_id is None:
        return None
    return get_user_model()._default_manager.filter(pk=edit.created_by_id).first()


def _tell_end(edit: BulkEdit) -> None:
    user = maker_of(edit)
    if user is None:
        return
    notify(
        "bulk_edit_ended",
        tenant_id=edit.tenant_id,
        users=[user],
        title=gettext_noop("Bulk edit ended"),
        message=gettext_noop("%(changed)s products changed."),
        params={"changed": edit.changed},
        url=f"/products/bulk/{edit.pk}/",
        key=f"bulk-edit:{edit.pk}:{edit.status}",
    )


def _record(edit: BulkEdit) -> None:
    code = {BulkEdit.Act.PURGE: "products.purged", BulkEdit.Act.UNDO: "products.bulk_undone"}.get(
        BulkEdit.Act(edit.act), "products.bulk_edited"
    )
    label = edit.undoes.get_act_display() if edit.undoes else edit.get_act_display()
    told = {"act": str(label), "options": edit.options, "left_out": edit.left_out}
    audit.record(code, app="catalog", tenant_id=edit.tenant_id, subject=edit, count=edit.changed, **told)
