"""Counting callers in Redis: a sliding window of two counters, in one atomic step for all limits of a request.

The count of the running window plus the part of the one before that still overlaps it: two numbers per caller and tier
instead of a list of times, and never more than the limit in any window, which a bucket that refills would let through.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.breaker import Breaker

# A request must not wait for the counter: an answer within this time, or it passes uncounted.
PATIENCE_SECONDS = 0.15
REST_SECONDS = 2.0
PREFIX = "pm:limit"

# ARGV: the time (empty: the server's), then limit and window of each key. Nothing is counted when one limit is reached.
# The answer: time, number of the limit that refuses (0: none), 1 for the first refusal of the minute, then the counts.
SCRIPT = """
local now = tonumber(ARGV[1])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
end
local refused, counts = 0, {}
for i, key in ipairs(KEYS) do
  local limit, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local number = math.floor(now / window)
  local row = redis.call('HMGET', key, 'window', 'current', 'previous')
  local known, current, previous = tonumber(row[1]), tonumber(row[2]) or 0, tonumber(row[3]) or 0
  if known == number - 1 then
    previous, current = current, 0
  elseif known ~= number then
    previous, current = 0, 0
  end
  local share = (window - (now - number * window)) / window
  if refused == 0 and current + previous * share + 1 > limit then refused = i end
  counts[2 * i - 1], counts[2 * i] = current, previous
end
local first = 0
if refused == 0 then
  for i, key in ipairs(KEYS) do
    local window = tonumber(ARGV[2 * i + 1])
    local number = math.floor(now / window)
    redis.call('HSET', key, 'window', number, 'current', counts[2 * i - 1] + 1, 'previous', counts[2 * i])
    redis.call('EXPIRE', key, window * 2)
  end
elseif redis.call('SET', KEYS[refused] .. ':told:' .. math.floor(now / 60), 1, 'NX', 'EX', 60) then
  first = 1
end
return {tostring(now), refused, first, unpack(counts)}
"""


@dataclass(frozen=True)
class Limit:
    """At most `most` requests in `window` seconds for what `key` names; `most` is above 0."""

    key: str
    most: int
    window: int


@dataclass(frozen=True)
class Counted:
    """Where a limit stands: counts of the running window and the one before, as of `now`, this request included."""

    limit: Limit
    now: float
    current: int
    previous: int
    refused: bool = False
    is_first_refusal: bool = False

    @property
    def remaining(self) -> int:
        """How many more requests would pass right now."""
        share = (self.limit.window - self.now % self.limit.window) / self.limit.window
        return 0 if self.refused else max(0, int(self.limit.most - self.current - self.previous * share))

    @property
    def free_at(self) -> float:
        """When the next request passes after a refusal; else when the running window ends."""
        most, window = self.limit.most, self.limit.window
        began = self.now // window * window
        if not self.refused:
            return began + window
        if self.current < most:
            return began + window * (1 - (most - 1 - self.current) / self.previous)
        return began + window * (2 - (most - 1) / self.current)


class Counter:
    """One Redis that counts; while it is away nobody is counted, and nobody waits for it."""

    def __init__(self, url: str) -> None:
        patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        self._redis = Redis.from_url(url, retry=Retry(NoBackoff(), 0), **patience)
        self._script = self._redis.register_script(SCRIPT)
        self._breaker = Breaker("Redis (limits of the API)", at_least=REST_SECONDS)

    def count(self, limits: list[Limit], *, now: float | None = None) -> list[Counted]:
        """Count one request against all these limits at once; nothing when Redis is away."""
        if not limits or not self._breaker.allows():
            return []
        arguments: list[Any] = ["" if now is None else now]
        for limit in limits:
            arguments += (limit.most, limit.window)
        try:
            with self._breaker.watching(RedisError, OSError):
                answer = self._script(keys=[f"{PREFIX}:{limit.key}" for limit in limits], args=arguments)
        except (RedisError, OSError):
            return []
        return _read(answer, limits)


@lru_cache(maxsize=4)
def counter(url: str) -> Counter:
    """The counter at that address; one per process."""
    return Counter(url)


def _read(answer: list[Any], limits: list[Limit]) -> list[Counted]:
    now, refused, is_first, *counts = answer
    passed = 0 if refused else 1
    return [
        Counted(
            limit,
            now=float(now),
            current=int(counts[2 * place]) + passed,
            previous=int(counts[2 * place + 1]),
            refused=refused == place + 1,
            is_first_refusal=refused == place + 1 and bool(is_first),
        )
        for place, limit in enumerate(limits)
    ]
