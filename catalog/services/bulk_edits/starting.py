"""Starting, cancelling and undoing bulk edits; emptying the trash."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import TooManyProducts
from catalog.models import BulkEdit, Change, Product
from catalog.rights import require_products
from catalog.selectors import ProductFilters
from catalog.services.bulk_edits.judging import DELETE, WRITE
from catalog.services.bulk_edits.options import options_of
from catalog.services.bulk_edits.preview import DIRECT, LIMIT
from catalog.services.bulk_edits.running import execute_bulk_edit
from catalog.services.bulk_edits.selection import Selection
from catalog.services.bulk_edits.undoing import refuse_unless_undoable
from catalog.services.values import canonical_values
from core import audit, jobs
from core.access import allowed_somewhere, refusal, require
from core.configuration import value
from core.databases import atomic
from core.jobs import JobStatus
from core.tenancy import tenant_scope

Act = BulkEdit.Act
KEEP_DAYS = "catalog.trash_days"


def start_bulk(
    selection: Selection, *, act: str, options: Mapping[str, Any], by: Any, key: UUID | None = None
) -> BulkEdit:
    """Do the act to the selected products: at once when they are few, else as a job. Returns its row.

    Only products on which the person holds the right are changed, the others are counted. The same `key` a second time
    returns the row of the first. Raises PermissionRefused, InvalidInput, TooManyProducts.
    """
    permission = DELETE if act == Act.TRASH else WRITE
    if not allowed_somewhere(by, permission, tenant_id=selection.tenant_id):
        raise refusal(permission)
    with tenant_scope(selection.tenant_id):
        canonical = options_of(act, options)
        if act == Act.BRAND:
            canonical["brand_id"] = canonical_values({"brand": canonical["brand"]}, tenant_id=selection.tenant_id)[
                "brand"
            ]
        return _begin(selection, act=act, options=canonical, by=by, key=key)


def undo_bulk(edit: BulkEdit, *, by: Any) -> BulkEdit:
    """Undo a finished bulk edit as one unit; returns the row of the undoing, which can be undone as well.

    What somebody changed since is kept and listed (`selectors.undo_kept`). Raises PermissionRefused, Conflict.
    """
    with tenant_scope(edit.tenant_id):
        _require_undoable_by(by, edit)
        refuse_unless_undoable(edit)
        made = BulkEdit(
            tenant_id=edit.tenant_id,
            act=Act.UNDO,
            undoes=edit,
            # Two people who press the button at once: the second one's row would have the same key.
            key=UUID(int=edit.pk.int ^ (1 + edit.undoings.count())),
            created_by_id=by.pk,
            progress_total=edit.changed,
        )
        return _run(made, is_direct=edit.changed <= value(DIRECT, tenant_id=edit.tenant_id))


def _require_undoable_by(by: Any, edit: BulkEdit) -> None:
    """The right on every product it changed; what changed offers only is for its maker, and for who holds it by role.

    Raises PermissionRefused.
    """
    first, is_done = edit, True
    while first.undoes is not None:
        first, is_done = first.undoes, not is_done
    # Undoing this puts products into the trash.
    permission = DELETE if first.act == (Act.RESTORE if is_done else Act.TRASH) else WRITE
    if first.act == Act.SUPPLIER and edit.created_by_id != by.pk:
        require(by, permission, tenant_id=edit.tenant_id)
    changed = Change.objects.filter(run_id=edit.pk).values_list("product_id", flat=True)
    require_products(by, permission, changed, tenant_id=edit.tenant_id)


def cancel_bulk(edit: BulkEdit, *, by: Any) -> None:
    """Stop it at the end of the part it is at; what is done stays. Raises PermissionRefused, Conflict."""
    if edit.created_by_id != by.pk:
        require(by, WRITE, tenant_id=edit.tenant_id)
    with atomic("catalog"):
        jobs.request_cancel(edit)
        audit.record("products.bulk_cancelled", app="catalog", tenant_id=edit.tenant_id, subject=edit)


def empty_trash(*, tenant_id: UUID, by: Any) -> BulkEdit:
    """Remove everything in the trash for good; the history of the products stays. Raises PermissionRefused."""
    require(by, DELETE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        selection = Selection(tenant_id, ProductFilters(statuses=(Product.Status.TRASH,)), by)
        return _purge(selection, by=by)


def purge_expired(tenant_id: UUID) -> BulkEdit | None:
    """Remove what has been in the trash longer than the setting allows; None when there is nothing."""
    with tenant_scope(tenant_id):
        until = timezone.now() - timedelta(days=value(KEEP_DAYS, tenant_id=tenant_id))
        selection = Selection(tenant_id, ProductFilters(statuses=(Product.Status.TRASH,), updated_to=until))
        if not selection.count(most=1)[0]:
            return None
        waiting = BulkEdit.objects.filter(act=Act.PURGE, created_by_id=None).exclude(status__in=_ENDED)
        return waiting.first() or _purge(selection, by=None)


_ENDED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


def _purge(selection: Selection, *, by: Any) -> BulkEdit:
    total, _exact = selection.count(most=10**9)
    edit = BulkEdit(
        tenant_id=selection.tenant_id,
        act=Act.PURGE,
        selection=selection.to_json(),
        created_by_id=by.pk if by else None,
        progress_total=total,
    )
    return _run(edit, is_direct=total <= value(DIRECT, tenant_id=selection.tenant_id))


def _begin(selection: Selection, *, act: str, options: dict[str, Any], by: Any, key: UUID | None) -> BulkEdit:
    limit = value(LIMIT, tenant_id=selection.tenant_id)
    total, _exact = selection.count(most=limit)
    if total > limit:
        raise TooManyProducts(
            _("%(count)s products are too many at once, %(limit)s are allowed: narrow the selection.")
            % {"count": total, "limit": limit},
            limit=limit,
        )
    edit = BulkEdit(
        tenant_id=selection.tenant_id,
        act=act,
        options=options,
        selection=selection.to_json(),
        key=key,
        created_by_id=by.pk,
        progress_total=total,
    )
    return _run(edit, is_direct=total <= value(DIRECT, tenant_id=selection.tenant_id))


def _run(edit: BulkEdit, *, is_direct: bool) -> BulkEdit:
    """Save the row and start it; with a key that is known already the row of the first time."""
    start: Callable[[BulkEdit], Any] = _claim if is_direct else jobs.start_once
    try:
        with atomic("catalog"):
            edit.save(force_insert=True)
            start(edit)
    except IntegrityError:
        return BulkEdit.objects.get(key=edit.key)
    if is_direct:
        return execute_bulk_edit(edit.pk, tells=False) or edit
    return edit


def _claim(edit: BulkEdit) -> None:
    """Queued without telling the workers: this process does it; one that crashes here is found by the next look."""
    BulkEdit._base_manager.filter(pk=edit.pk, status=JobStatus.PENDING, queued_at=None).update(queued_at=timezone.now())
