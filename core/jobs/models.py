"""The rows of a job: abstract here, concrete in the app that owns the work (one service, one database)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey


class JobStatus(models.TextChoices):
    """The six states; `machine.TRANSITIONS` says which may follow which."""

    PENDING = "pending", _("Pending")
    PROCESSING = "processing", _("Processing")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


def lease() -> timedelta:
    """How long a silent worker keeps its job before another may take it over."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Job(TenantModel, Timestamped):
    """Long work with a visible state; `task_name` and `queue` say how it is (re)started."""

    task_name = ""
    queue = "default"

    status = models.CharField(_("status"), max_length=12, choices=JobStatus.choices, default=JobStatus.PENDING)
    created_by_id = RemoteKey("core.User", null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)
    pause_requested = models.BooleanField(default=False, editable=False)
    cancel_requested = models.BooleanField(default=False, editable=False)
    progress_done = models.PositiveIntegerField(default=0, editable=False)
    progress_total = models.PositiveIntegerField(default=0, editable=False)
    phase = models.CharField(max_length=40, blank=True, editable=False)
    checkpoint = models.JSONField(default=dict, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    error_code = models.CharField(max_length=80, blank=True, editable=False)
    error_message = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.status in {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED}

    @property
    def is_stalled(self) -> bool:
        """Whether the worker stopped giving signs of life."""
        return self.status == JobStatus.PROCESSING and bool(self.lease_until and self.lease_until < timezone.now())

    @property
    def duration(self) -> timedelta | None:
        """Time from start to end, or until now."""
        return (self.finished_at or timezone.now()) - self.started_at if self.started_at else None

    @property
    def percentage(self) -> int:
        """Progress from 0 to 100."""
        return min(100, round(100 * self.progress_done / self.progress_total)) if self.progress_total else 0

    @property
    def rate(self) -> float | None:
        """Rows (or codes, products) per second so far."""
        seconds = self.duration.total_seconds() if self.duration else 0.0
        return self.progress_done / seconds if seconds and self.progress_done else None

    @property
    def remaining(self) -> timedelta | None:
        """Estimated time left at the present rate, while it runs."""
        if self.status != JobStatus.PROCESSING or not self.rate or not self.progress_total:
            return None
        return timedelta(seconds=max(0, self.progress_total - self.progress_done) / self.rate)


class JobLogLine(models.Model):
    """A line of a job's log; concrete in each app with a foreign key `job`."""

    class Level(models.TextChoices):
        """How much the line matters."""

        INFO = "info", _("Info")
        WARNING = "warning", _("Warning")
        ERROR = "error", _("Error")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.INFO)
    code = models.CharField(max_length=60)
    message = models.TextField()
    params: Any = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.message
