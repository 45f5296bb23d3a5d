"""Jobs over duplicates: the search through all products, merging all pairs from a score on."""

import logging
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from catalog.models import DuplicatePair, DuplicateRun
from catalog.services import cursors
from catalog.services.duplicates.deciding import WRITE, accept_pair
from catalog.services.duplicates.following import search_all
from core import audit, jobs
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput, Refused
from core.jobs import JobStatus
from core.tenancy import tenant_scope

logger = logging.getLogger(__name__)
Act = DuplicateRun.Act
LEAST_BULK_SCORE = 80
_OPEN = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)


def start_search(*, tenant_id: UUID, by: Any) -> DuplicateRun:
    """Start to compare all products; the search that is at work already, if there is one. Raises PermissionRefused."""
    require(by, WRITE, tenant_id=tenant_id)
    return _start(DuplicateRun(tenant_id=tenant_id, created_by_id=by.pk, act=Act.SEARCH), code="duplicates.searched")


def start_merging(least_score: int, *, tenant_id: UUID, by: Any) -> DuplicateRun:
    """Start to merge all pairs from this score on, as proposed; each merge can be undone by itself.

    Raises PermissionRefused, and InvalidInput for a score below LEAST_BULK_SCORE.
    """
    require(by, WRITE, tenant_id=tenant_id)
    if not LEAST_BULK_SCORE <= least_score <= 100:
        message = _("Pairs are merged in bulk from a score of %(least)s to 100 on, not from %(given)s.")
        raise InvalidInput(message % {"least": LEAST_BULK_SCORE, "given": least_score}, field="least_score")
    run = DuplicateRun(tenant_id=tenant_id, created_by_id=by.pk, act=Act.MERGE, least_score=least_score)
    return _start(run, code="duplicates.bulk_merged", score=least_score)


def cancel_run(run: DuplicateRun, *, by: Any) -> None:
    """Stop it at its next step; what is done stays. Raises PermissionRefused, Conflict."""
    require(by, WRITE, tenant_id=run.tenant_id)
    jobs.request_cancel(run)


def execute_run(run_id: UUID) -> DuplicateRun | None:
    """Take the job and do it; None when it is not free. Needs the tenant's scope."""
    run = DuplicateRun.objects.filter(pk=run_id).first()
    if run is None or not jobs.take(run):
        return None
    jobs.carry_out(run, lambda: _work(run))
    return run


def _start(run: DuplicateRun, *, code: str, **told: Any) -> DuplicateRun:
    with tenant_scope(run.tenant_id), atomic("catalog"):
        # Two people at once: the second one waits here, and finds the run of the first.
        cursors.hold("duplicates.run", tenant_id=run.tenant_id)
        at_work = DuplicateRun.objects.filter(status__in=_OPEN, act=run.act).first()
        if at_work is not None:
            return at_work
        run.save(force_insert=True)
        jobs.start_once(run)
        audit.record(code, app="catalog", tenant_id=run.tenant_id, subject=run, **told)
    return run


def _work(run: DuplicateRun) -> None:
    do = _search if run.act == Act.SEARCH else _merge
    do(run)
    jobs.complete(run, phase="")


def _search(run: DuplicateRun) -> None:
    jobs.report_progress(run, progress_total=1)
    found = search_all(run.tenant_id, beat=lambda: jobs.report_progress(run))
    jobs.report_progress(run, progress_done=1, found=found)


def _merge(run: DuplicateRun) -> None:
    """One pair a transaction, the best first; a pair that is decided or refused meanwhile is left out."""
    assert run.created_by_id is not None
    user = get_user_model()._default_manager.get(pk=run.created_by_id)
    waiting = DuplicatePair.objects.filter(state=DuplicatePair.State.PENDING, score__gte=run.least_score)
    if not run.progress_total:
        jobs.report_progress(run, progress_total=waiting.count())
    for pair_id in list(waiting.order_by("-score", "pk").values_list("pk", flat=True)):
        merged = _accepted(pair_id, run, user)
        counts = {"found": run.found + merged, "left_out": run.left_out + (not merged)}
        jobs.report_progress(run, progress_done=run.progress_done + 1, **counts)


def _accepted(pair_id: UUID, run: DuplicateRun, user: Any) -> bool:
    try:
        accept_pair(pair_id, tenant_id=run.tenant_id, user=user)
    except Refused as error:
        logger.info("the pair %s is left out: %s", pair_id, error)
        return False
    return True
