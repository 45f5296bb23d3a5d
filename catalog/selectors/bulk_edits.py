"""What can be asked about bulk edits."""

from uuid import UUID

from catalog.errors import BulkEditNotFound
from catalog.models import BulkEdit
from core.cutting import ListPage, list_page
from core.jobs import JobStatus


def bulk_edit(edit_id: UUID) -> BulkEdit:
    """The bulk edit of the current tenant; raises BulkEditNotFound."""
    found = BulkEdit.objects.select_related("undoes").filter(pk=edit_id).first()
    if found is None:
        raise BulkEditNotFound
    return found


def bulk_edits(*, sort: str = "-created_at", page: int = 1, per_page: int = 25, after: str = "") -> ListPage[BulkEdit]:
    """Bulk edits of the current tenant, latest first. Two queries."""
    found = BulkEdit.objects.select_related("undoes")
    return list_page(found, lambda row: row, sort=sort, page=page, per_page=per_page, after=after)


def undo_state(edit: BulkEdit) -> str:
    """Whether it can be undone: "possible", "done" (or under way), or "never"."""
    if edit.act == BulkEdit.Act.PURGE or not edit.is_finished or not edit.changed:
        return "never"
    undone = edit.undoings.exclude(status__in=(JobStatus.FAILED, JobStatus.CANCELLED))
    return "done" if undone.exists() else "possible"
