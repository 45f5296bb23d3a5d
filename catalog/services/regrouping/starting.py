"""Starting, repeating and undoing regroupings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.bulk import fetch
from catalog.errors import RegroupingAtWork, RegroupingNotUndoable
from catalog.models import Brand, Category, Regrouping
from catalog.services.regrouping.moves import MOVES, parameters_of
from catalog.services.regrouping.running import execute_regrouping
from core import audit, jobs
from core.access import require
from core.configuration import value
from core.databases import atomic
from core.jobs import JobStatus
from core.tenancy import tenant_scope

Act = Regrouping.Act
DIRECT = "catalog.bulk_direct"
RIGHTS = {Act.DELETE_CATEGORY: "delete:products", Act.CHANGE_TAGS: "write:tags", Act.DELETE_TAGS: "delete:tags"}
_OPEN = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)
# Acts that take brands or categories away at their end.
_REMOVING = (Act.MERGE_BRANDS, Act.MERGE_CATEGORY, Act.DELETE_CATEGORY)
_COUNT = "SELECT count(*) FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND ({concerned})"


@dataclass(frozen=True)
class Plan:
    """An act that is decided: `moves` and `saved` as in `Regrouping`."""

    act: str
    label: str
    moves: Mapping[str, str]
    saved: Mapping[str, Any] = field(default_factory=dict)


def concerned_products(act: str, moves: Mapping[str, str], *, tenant_id: UUID) -> int:
    """How many products the act would change. One query."""
    query = _COUNT.format(concerned=MOVES[act].concerned)
    return int(fetch(query, parameters_of(moves, tenant_id=tenant_id))[0][0])


def begin(plan: Plan, *, tenant_id: UUID, user: Any) -> Regrouping:
    """Save the act in the transaction of the caller, who holds what it moves; `run` does it after that.

    Raises RegroupingAtWork when another one is still at what this one takes away, or takes away where this one goes.
    """
    if plan.act in _REMOVING:
        refuse_at_work(plan.moves, targets=plan.moves.values())
    job = Regrouping(
        tenant_id=tenant_id,
        act=plan.act,
        label=plan.label,
        moves=dict(plan.moves),
        saved=dict(plan.saved),
        created_by_id=user.pk,
    )
    if plan.act == Act.RENAME_BRAND:
        brand_id = next(iter(plan.moves))
        job.progress_total = concerned_products(Act.MERGE_BRANDS, {brand_id: brand_id}, tenant_id=tenant_id)
    else:
        job.progress_total = concerned_products(plan.act, plan.moves, tenant_id=tenant_id)
    job.save(force_insert=True)
    return job


def refuse_at_work(going: Collection[Any], *, targets: Collection[Any] = ()) -> None:
    """Raise RegroupingAtWork while a merge moves products out of or into these brands or categories. One query.

    `targets` may get products from another merge, but may not be what it takes away. Needs the tenant's scope.
    """
    at_work = Regrouping.objects.select_related("undoes").filter(status__in=_OPEN)
    ids, heirs = set(map(str, going)), set(map(str, targets))
    for job in at_work:
        moves = (job.undoes or job).moves if (job.undoes or job).act in _REMOVING else {}
        if ids & {*moves, *moves.values()} or heirs & set(moves):
            message = _("“%(label)s” is still at work: wait for its end.")
            raise RegroupingAtWork(message % {"label": job.label}, regrouping_id=str(job.pk))


def run(job: Regrouping) -> Regrouping:
    """Do it at once when few products are concerned, else leave it to a worker."""
    if job.progress_total > value(DIRECT, tenant_id=job.tenant_id):
        with atomic("catalog"):
            jobs.start_once(job)
        return job
    # Queued without telling the workers: this process does it; one that crashes here is found by the next look.
    job.checkpoint = {"direct": True}
    waiting = Regrouping._base_manager.filter(pk=job.pk, status=JobStatus.PENDING, queued_at=None)
    waiting.update(queued_at=timezone.now(), checkpoint=job.checkpoint)
    return execute_regrouping(job.pk) or job


def undo_regrouping(job: Regrouping, *, user: Any) -> Regrouping:
    """Undo it as one unit: what it removed comes back, with every product that nobody has changed since.

    Returns the row of the undoing. Raises PermissionRefused, RegroupingNotUndoable, RegroupingAtWork.
    """
    require(user, RIGHTS.get(Act(job.act), "write:products"), tenant_id=job.tenant_id)
    with tenant_scope(job.tenant_id):
        with atomic("catalog"):
            Regrouping.objects.select_for_update().get(pk=job.pk)
            if sentence := why_not_undoable(job):
                raise RegroupingNotUndoable(sentence)
            if job.act in _REMOVING:
                refuse_at_work((), targets=job.moves.values())
            made = Regrouping(
                tenant_id=job.tenant_id,
                act=Act.UNDO,
                label=job.label,
                undoes=job,
                created_by_id=user.pk,
                progress_total=job.changed,
            )
            made.save(force_insert=True)
            audit.record("regrouping.undone", app="catalog", tenant_id=job.tenant_id, subject=job)
        return run(made)


def retry_regrouping(job: Regrouping, *, user: Any) -> None:
    """Go on with one that failed. Raises PermissionRefused, Conflict."""
    require(user, RIGHTS.get(Act(job.act), "write:products"), tenant_id=job.tenant_id)
    with atomic("catalog"):
        jobs.retry(job)
        audit.record("regrouping.retried", app="catalog", tenant_id=job.tenant_id, subject=job)


def why_not_undoable(job: Regrouping) -> str:
    """Why it cannot be undone now; empty when it can. At most two queries."""
    if job.act in (Act.UNDO, Act.RENAME_BRAND):
        return _("This cannot be undone: do the opposite instead.")
    if not job.is_finished:
        return _("This is still at work: wait for its end before you undo it.")
    if job.undoings.exclude(status__in=(JobStatus.FAILED, JobStatus.CANCELLED)).exists():
        return _("This is being undone, or has been undone already.")
    model = {Act.MERGE_BRANDS: Brand, Act.MERGE_CATEGORY: Category, Act.DELETE_CATEGORY: Category}.get(Act(job.act))
    if model is not None:
        targets = set(job.moves.values())
        if model.objects.filter(pk__in=targets).count() < len(targets):
            return _("What it was merged into has been merged or deleted since: undo that first.")
    return ""
