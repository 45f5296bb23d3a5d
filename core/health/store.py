"""Redis: the cache, the limits, the queues."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from redis import Redis

from core.cache import TIME_LIMITS
from core.health.asking import Answer, ask_one

# kombu keeps a queue's tasks in a list per priority; the names of the lower three carry a suffix.
PRIORITY_SUFFIXES = ("", "\x06\x163", "\x06\x166", "\x06\x169")


@dataclass(frozen=True)
class RedisFacts:
    """What Redis says of itself."""

    version: str
    used_memory: int
    keyspace_hits: int
    keyspace_misses: int


def redis_works() -> bool:
    """Whether Redis answers; takes 2.5 s at most."""
    return redis_answer().works


def redis_answer() -> Answer[RedisFacts]:
    """What Redis says of itself, and how long it took."""
    return ask_one("redis", facts)


def facts() -> RedisFacts:
    """Asks Redis for what it says of itself; raises RedisError."""
    with _client(settings.CACHE_URL) as redis:
        found: dict[str, Any] = redis.info()
    return RedisFacts(
        version=str(found["redis_version"]),
        used_memory=int(found["used_memory"]),
        keyspace_hits=int(found["keyspace_hits"]),
        keyspace_misses=int(found["keyspace_misses"]),
    )


def queue_lengths() -> dict[str, int]:
    """Queue -> tasks that wait in it; raises RedisError."""
    with _client(settings.BROKER_URL) as redis:
        pipeline = redis.pipeline(transaction=False)
        for name in settings.CELERY_QUEUE_NAMES:
            for suffix in PRIORITY_SUFFIXES:
                pipeline.llen(name + suffix)
        found = iter(pipeline.execute())
    return {name: sum(next(found) for _ in PRIORITY_SUFFIXES) for name in settings.CELERY_QUEUE_NAMES}


def _client(url: str) -> Redis:
    return Redis.from_url(url, **TIME_LIMITS)
