"""Whether anybody is there to do the work."""

from django.core.cache import cache

from core.health import workers

REMEMBERED_SECONDS = 15


def no_worker() -> bool:
    """Whether no worker answers; asked for things that wait, and at most every quarter of a minute."""
    return not cache.get_or_set("imports:workers", workers, REMEMBERED_SECONDS)
