"""One job machine for imports, Code2ASIN, enrichment, channels, exports: states, progress, pause, crash, retry."""

from core.jobs.acting import acting_for
from core.jobs.carrying import carry_out
from core.jobs.machine import (
    JobCancelled,
    JobPaused,
    complete,
    due_again,
    fail,
    put_down,
    report_progress,
    request_cancel,
    request_pause,
    resume,
    retry,
    start_once,
    take,
)
from core.jobs.models import Job, JobLogLine, JobStatus
from core.jobs.queue import enqueue
from core.jobs.retry import classified

__all__ = [
    "Job",
    "JobCancelled",
    "JobLogLine",
    "JobPaused",
    "JobStatus",
    "acting_for",
    "carry_out",
    "classified",
    "complete",
    "due_again",
    "enqueue",
    "fail",
    "put_down",
    "report_progress",
    "request_cancel",
    "request_pause",
    "resume",
    "retry",
    "start_once",
    "take",
]
