"""Signs of life during steps that take longer than the lease of a job: one huge workbook, one slow statement."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils import timezone

from core.databases import connection_of
from core.jobs import Job, JobStatus
from core.jobs.models import lease


@contextmanager
def alive(job: Job) -> Iterator[None]:
    """Renew the job's lease four times per lease while the block runs; ends with the process when that is killed."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), daemon=True, name=f"lease-{job.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(job: Job, stop: threading.Event) -> None:
    period = lease().total_seconds() / 4
    try:
        while not stop.wait(period):
            _renew(job)
    finally:
        connection_of(job._meta.app_label).close()


def _renew(job: Job) -> None:
    held = type(job)._base_manager.filter(pk=job.pk, status=JobStatus.PROCESSING, lease_token=job.lease_token)
    try:
        held.update(lease_until=timezone.now() + lease())
    except DatabaseError:
        # The database is away: the work itself will notice; the next beat tries on a new connection.
        connection_of(job._meta.app_label).close()
