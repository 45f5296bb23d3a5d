"""How often keys are used: counted in the shared cache, written down with the next use a minute later."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import F, Q
from django.utils import timezone

from core.databases import atomic
from core.models import ApiKey, ApiKeyUsage

NOTED_EVERY = timedelta(minutes=1)
# A key that falls silent keeps its last uses here: as long as the statistics look back.
COUNTED_DAYS = 31
COUNTED_FOR = int(timedelta(days=COUNTED_DAYS).total_seconds())
PENDING = "api-key-uses:{key_id}:{day}"


def note_use(key: ApiKey, *, address: str, now: datetime) -> None:
    """Count the request; once a minute write the count and the time of the last use down."""
    name = PENDING.format(key_id=key.pk, day=timezone.localdate(now))
    if cache.add(name, 1, COUNTED_FOR):
        count = 1
    else:
        count = _incremented(name)
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    if key.last_used_at is not None and key.last_used_at > now - NOTED_EVERY:
        return
    with atomic("core"):
        noted = ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now, last_address=address or None)
        if noted:
            _write_down(key, day_count=count, name=name, now=now)


def not_written_down(key_id: UUID, days: Iterable[date]) -> dict[date, int]:
    """Uses on these days that only the cache knows; a day without any is left out."""
    names = {PENDING.format(key_id=key_id, day=day): day for day in days}
    return {names[name]: count for name, count in cache.get_many(names).items() if count}


def _incremented(name: str) -> int:
    try:
        return int(cache.incr(name))
    except ValueError:
        # The entry has gone in the meantime (restart of Redis): counting starts again.
        cache.set(name, 1, COUNTED_FOR)
        return 1


def _write_down(key: ApiKey, *, day_count: int, name: str, now: datetime) -> None:
    cache.decr(name, day_count)
    usage, _created = ApiKeyUsage.objects.get_or_create(key=key, day=timezone.localdate(now))
    ApiKeyUsage.objects.filter(pk=usage.pk).update(requests=F("requests") + day_count)
