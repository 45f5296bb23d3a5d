"""The shared cache: a Redis that is away costs its time-out once every few seconds, never a request."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.breaker import Breaker

# A cache that needs longer is none; trying again is the next request's business.
TIME_LIMITS: dict[str, Any] = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
LEAST_PEACE_SECONDS = 1
_breakers: dict[tuple[str, ...], Breaker] = {}


def _tolerant(method: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: "TolerantClient", *args: Any) -> Any:
        if not self.breaker.allows():
            return otherwise(*args)
        try:
            with self.breaker.watching(RedisError, OSError):
                return method(self, *args)
        except (RedisError, OSError):
            return otherwise(*args)

    return call


class TolerantClient(RedisCacheClient):
    """Answers like an empty cache that keeps nothing while Redis is away."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**TIME_LIMITS, **options})
        # One for all threads: each of them has a client of its own.
        self.breaker = _breakers.setdefault(tuple(servers), Breaker("the cache", at_least=LEAST_PEACE_SECONDS))

    add = _tolerant(RedisCacheClient.add, lambda *_: False)
    get = _tolerant(RedisCacheClient.get, lambda _key, default: default)
    set = _tolerant(RedisCacheClient.set, lambda *_: None)
    touch = _tolerant(RedisCacheClient.touch, lambda *_: False)
    delete = _tolerant(RedisCacheClient.delete, lambda *_: False)
    get_many = _tolerant(RedisCacheClient.get_many, lambda *_: {})
    has_key = _tolerant(RedisCacheClient.has_key, lambda *_: False)
    # A counter nobody keeps stands at its first step: limits let the caller through.
    incr = _tolerant(RedisCacheClient.incr, lambda _key, delta: delta)
    set_many = _tolerant(RedisCacheClient.set_many, lambda *_: None)
    delete_many = _tolerant(RedisCacheClient.delete_many, lambda *_: None)
    clear = _tolerant(RedisCacheClient.clear, lambda *_: False)


class TolerantRedisCache(RedisCache):
    """Django's Redis cache that answers "not found" while Redis is down."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = TolerantClient
