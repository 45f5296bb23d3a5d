"""Signs of life during steps that take longer than the lease of a job: one huge workbook, one slow statement."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils import timezone

from core.databases import connection_of
from core.jobs import Job, JobStatus
from core.jobs.models import lease


@contextmanager
def alive(job: Job) -> Iterator[None]:
    """Renew the job's lease four times per lease while the block runs; ends with the process when that is killed."""
    with beating(lambda: _renew(job), app_label=job._meta.app_label, name=f"lease-{job.pk}"):
        yield


@contextmanager
def beating(renew: Callable[[], object], *, app_label: str, name: str) -> Iterator[None]:
    """Call `renew`, which may use the app's database, four times per lease while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(renew, stop, app_label), daemon=True, name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(renew: Callable[[], object], stop: threading.Event, app_label: str) -> None:
    period = lease().total_seconds() / 4
    try:
        while not stop.wait(period):
            try:
                renew()
            except DatabaseError:
                # The database is away: the work itself will notice; the next beat tries on a new connection.
                connection_of(app_label).close()
    finally:
        connection_of(app_label).close()


def _renew(job: Job) -> None:
    held = type(job)._base_manager.filter(pk=job.pk, status=JobStatus.PROCESSING, lease_token=job.lease_token)
    held.update(lease_until=timezone.now() + lease())
