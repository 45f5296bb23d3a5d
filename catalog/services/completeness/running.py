"""Measuring all products of a tenant, as a job in parts; the numbers of each day."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from catalog.bulk import execute, fetch
from catalog.models import CompletenessRun
from catalog.services import cursors
from catalog.services.completeness.following import READER
from catalog.services.completeness.measuring import measure
from core import audit, jobs
from core.access import require
from core.databases import atomic
from core.jobs import JobStatus
from core.tenancy import tenant_scope

PART = 20_000
WRITE = "write:products"
_OPEN = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)
_NEXT = """
SELECT p.id FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id > %(after)s ORDER BY p.id LIMIT %(size)s
"""
_COUNT = "SELECT count(*) FROM catalog_product WHERE tenant_id = %(tenant_id)s"
_SWEEP = """
DELETE FROM catalog_productcompleteness AS t WHERE t.tenant_id = %(tenant_id)s
   AND NOT EXISTS (SELECT FROM catalog_product AS p
                    WHERE p.id = t.product_id AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash')
"""
# 101 numbers: how many products have the score 0, 1, ... 100.
_NOTE_DAY = """
INSERT INTO catalog_completenessday (id, tenant_id, day, counts)
SELECT gen_random_uuid(), %(tenant_id)s, %(day)s, jsonb_agg(coalesce(c.count, 0) ORDER BY s.score)
  FROM generate_series(0, 100) AS s (score)
  LEFT JOIN (SELECT score, count(*) AS count FROM catalog_productcompleteness
              WHERE tenant_id = %(tenant_id)s GROUP BY score) AS c ON c.score = s.score
    ON CONFLICT (tenant_id, day) DO UPDATE SET counts = excluded.counts
"""


def start_run(*, tenant_id: UUID, by: Any) -> CompletenessRun:
    """Start to measure all products anew; the run that is at work already, if there is one. Raises PermissionRefused.

    `by` None: the system itself (other weights, the run of each night).
    """
    if by is not None:
        require(by, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        # Two people at once: the second one waits here, and finds the run of the first.
        cursors.hold("completeness.run", tenant_id=tenant_id)
        at_work = CompletenessRun.objects.filter(status__in=_OPEN, checkpoint={}).first()
        if at_work is not None:
            return at_work
        run = CompletenessRun.objects.create(tenant_id=tenant_id, created_by_id=by.pk if by else None)
        jobs.start_once(run)
        if by is not None:
            audit.record("completeness.recalculated", app="catalog", tenant_id=tenant_id, subject=run)
    return run


def cancel_run(run: CompletenessRun, *, by: Any) -> None:
    """Stop it at the end of its part. Raises PermissionRefused, Conflict."""
    require(by, WRITE, tenant_id=run.tenant_id)
    jobs.request_cancel(run)


def execute_run(run_id: UUID) -> CompletenessRun | None:
    """Take the job and measure all products; None when it is not free. Needs the tenant's scope."""
    run = CompletenessRun.objects.filter(pk=run_id).first()
    if run is None or not jobs.take(run):
        return None
    jobs.carry_out(run, lambda: _work(run))
    return run


def note_day(tenant_id: UUID) -> None:
    """Note how many products have which score today."""
    execute(_NOTE_DAY, {"tenant_id": tenant_id, "day": timezone.localdate()})


def _work(run: CompletenessRun) -> None:
    _measure_all(run)
    with atomic("catalog"):
        note_day(run.tenant_id)
        jobs.complete(run, phase="")


def _measure_all(run: CompletenessRun) -> None:
    parameters = {"tenant_id": run.tenant_id, "size": PART}
    if not run.progress_total:
        jobs.report_progress(run, progress_total=fetch(_COUNT, parameters)[0][0])
    after = UUID(run.checkpoint.get("after", str(UUID(int=0))))
    while ids := [pk for (pk,) in fetch(_NEXT, {**parameters, "after": after})]:
        after = ids[-1]
        with atomic("catalog"):
            # What changes meanwhile is measured by the reader of the log, before or after this part, never at once.
            cursors.hold(READER, tenant_id=run.tenant_id)
            measure(ids, tenant_id=run.tenant_id, with_variants=False)
        jobs.report_progress(run, progress_done=run.progress_done + len(ids), checkpoint={"after": str(after)})
    with atomic("catalog"):
        cursors.hold(READER, tenant_id=run.tenant_id)
        execute(_SWEEP, parameters)
