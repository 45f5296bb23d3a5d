"""The shared cache: a Redis that is away costs speed, never a request."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class TolerantRedisCache(RedisCache):
    """Django's Redis cache that answers "not found" while Redis is down."""

    def add(self, *args: Any, **options: Any) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).add(*args, **options), False)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).set(*args, **options), None)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).get_many(*args, **options), {})

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).set_many(*args, **options), [])

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._tolerate(lambda: super(TolerantRedisCache, self).delete(*args, **options), False)

    @staticmethod
    def _tolerate(call: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return call()
        except (RedisError, OSError) as error:
            logger.warning("the cache did not answer: %s", error)
            return otherwise
