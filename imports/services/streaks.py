"""Looks at a source that end alike, one after the other: people hear of their begin, then once a day."""

from django.db.models import Q

from core.jobs import JobStatus
from imports.models import Fetch

ENDED = (JobStatus.COMPLETED, JobStatus.FAILED)


def streak_of(fetch: Fetch) -> str:
    """The same for the looks of one day of a streak: the first look that ended like this one, and the day since."""
    others = Fetch.objects.filter(source_id=fetch.source_id, status__in=ENDED, created_at__lt=fetch.created_at)
    others = others.exclude(outcome=Fetch.Outcome.SKIPPED)
    alike = Q(status=fetch.status, outcome=fetch.outcome, error_code=fetch.error_code)
    other_end = others.exclude(alike).order_by("-created_at").values_list("created_at", flat=True).first()
    same = others.filter(alike, **({"created_at__gt": other_end} if other_end else {})).order_by("created_at")
    first = same.first() or fetch
    return f"{first.pk}:{(fetch.created_at - first.created_at).days}"
