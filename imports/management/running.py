"""Runs of commands: executed in this process, turn by turn, until they end or wait for somebody."""

import time

from core.jobs import JobStatus
from imports.models import ImportRun
from imports.services import claim, execute_run

TURN_SECONDS = 1.0


def run_here(run: ImportRun) -> None:
    """Take the run and bring it to its end or to the brake; behind another run of its source it waits its turn."""
    claim(run)
    while execute_run(run.pk) is None:
        time.sleep(TURN_SECONDS)
        ImportRun.objects.filter(pk=run.pk, status=JobStatus.PENDING).update(next_attempt_at=None)
    run.refresh_from_db()
