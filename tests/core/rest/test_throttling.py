"""Rate limits on a real Redis with a clock of the tests: exact numbers, windows that slide, one row per minute."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from core.audit import RECORDED
from core.models import OutboxEvent, RateLimitViolation
from core.rest.counting import Counter, Limit, counter
from core.rest.throttling import ENDLESS, TooManyRequests, check, require
from core.rest.tiers import TIERS, limit_of
from core.tasks import sweep_api
from productsmanager.embedded.paths import redis_database, redis_url
from tests.servers import empty_redis

NOON = 1_800_000_000.0  # a whole minute and hour


@pytest.fixture
def counted(redis_socket, settings):
    """Callers are counted in this worker's Redis."""
    empty_redis(redis_socket)
    settings.RATE_LIMIT_REDIS_URL = redis_database(redis_url(socket=redis_socket), number=3)
    settings.RATE_LIMITS = {"AUTH_LOGIN": 5, "AI_BATCH": 2}
    return settings


def passed(times, *, at, tier="AUTH_LOGIN", **options):
    """How many of that many requests at that second pass."""
    return sum(check("user:1", tier, now=NOON + at, **options).allowed for _ in range(times))


def test_exactly_the_limit_passes(counted, db):
    assert passed(8, at=3) == 5


def test_the_window_slides(counted, db):
    assert passed(5, at=59) == 5
    assert passed(1, at=60) == 0
    assert passed(3, at=71) == 0
    assert passed(3, at=72) == 1
    assert passed(9, at=119) == 3
    assert passed(9, at=300) == 5


def test_the_headers_count_down_and_a_refusal_says_when_to_come_again(counted, db):
    verdicts = [check("user:1", "AUTH_LOGIN", now=NOON + 10) for _ in range(6)]
    assert [verdict.remaining for verdict in verdicts] == [4, 3, 2, 1, 0, 0]
    assert verdicts[0].headers == {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": str(int(NOON) + 60),
    }
    last = verdicts[-1]
    assert (last.allowed, last.retry_after, last.reset) == (False, 62, int(NOON) + 72)
    assert passed(1, at=10 + last.retry_after - 1) == 0
    assert passed(1, at=10 + last.retry_after) == 1


def test_callers_and_tiers_are_counted_apart(counted, db):
    assert passed(9, at=0) == 5
    assert check("user:2", "AUTH_LOGIN", now=NOON).allowed
    assert passed(1, at=0, tier="AUTH_REFRESH") == 1


def test_an_hour_is_an_hour(counted, db):
    assert passed(3, at=1, tier="AI_BATCH") == 2
    assert passed(3, at=1800, tier="AI_BATCH") == 0


def test_a_keys_own_limit_counts_beside_the_tier(counted, db):
    verdicts = [check("key:1", "AUTH_LOGIN", own_limit=2, now=NOON) for _ in range(3)]
    assert [verdict.allowed for verdict in verdicts] == [True, True, False]
    assert (verdicts[2].tier, verdicts[2].limit) == ("API_KEY", 2)
    # What was refused for one limit is not counted for the other.
    assert check("key:1", "AUTH_LOGIN", now=NOON).remaining == 2


def test_two_at_once_never_pass_both_on_the_last_place(counted, db):
    url = counted.RATE_LIMIT_REDIS_URL
    limit = [Limit("{race}:T", 50, 60)]
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: counter(url).count(limit, now=NOON)[0], range(120)))
    assert sum(not each.refused for each in counts) == 50


def test_no_limit(counted, db):
    counted.RATE_LIMITS = {"AUTH_LOGIN": 0}
    verdict = check("user:1", "AUTH_LOGIN", now=NOON)
    assert (verdict.allowed, verdict.limit, verdict.remaining) == (True, 0, ENDLESS)


def test_all_limits_can_be_changed_at_once(settings):
    settings.RATE_LIMITS = {"*": 7, "AI_BATCH": 3}
    assert limit_of("READ_STANDARD") == (7, 60)
    assert limit_of("AI_BATCH") == (3, 3600)


@pytest.mark.parametrize(("stage", "limit"), [("production", 5), ("development", 20), ("test", 100)])
def test_each_stage_has_its_column(settings, stage, limit):
    settings.RATE_LIMIT_STAGE = stage
    assert limit_of("AUTH_LOGIN") == (limit, 60)
    assert limit_of("READ_SENSITIVE") == (50, 60)


def test_an_unknown_tier_is_a_mistake():
    with pytest.raises(KeyError):
        check("user:1", "NO_SUCH_TIER")


def test_a_refusal_is_recorded_once_a_minute(counted, people):
    assert passed(9, at=0) == 5
    assert passed(2, at=30) == 0
    row = RateLimitViolation.objects.get()
    assert (row.identity, row.tier, row.limit) == ("user:1", "AUTH_LOGIN", 5)
    event = OutboxEvent.objects.get(kind=RECORDED)
    assert event.payload["code"] == "api.rate_limited"
    assert event.payload["details"] == {"tier": "AUTH_LOGIN", "limit": 5, "path": ""}


def test_a_refusal_is_forgotten_after_three_months(counted, people):
    passed(9, at=0)
    assert sweep_api() == 0
    RateLimitViolation.objects.update(at=timezone.now() - timedelta(days=91))
    assert sweep_api() == 1


def test_the_sentence_says_what_is_allowed_and_when_to_come_again(counted, db):
    for _ in range(5):
        require("user:1", "AUTH_LOGIN")
    with pytest.raises(TooManyRequests, match=r"5 requests per minute are allowed here\. Try again in"):
        require("user:1", "AUTH_LOGIN")


def test_nobody_is_counted_nor_waits_while_redis_is_away(settings, tmp_path, db):
    settings.RATE_LIMIT_REDIS_URL = f"unix://{tmp_path}/nothing.sock"
    settings.RATE_LIMITS = {"AUTH_LOGIN": 1}
    assert passed(500, at=0) == 500
    assert check("user:1", "AUTH_LOGIN").headers["X-RateLimit-Remaining"] == "1"
    assert not RateLimitViolation.objects.exists()


def test_a_redis_that_comes_back_counts_again(counted, db):
    there = Counter(counted.RATE_LIMIT_REDIS_URL)
    limit = [Limit("{back}:T", 1, 60)]
    assert there.count(limit, now=NOON)[0].current == 1
    there._redis.connection_pool.disconnect()
    assert there.count(limit, now=NOON)[0].refused


def test_the_table_holds_the_documented_tiers():
    assert len(TIERS) == 26
    assert {TIERS[name].limit for name in ("READ_STANDARD", "READ_ADMIN", "HEALTH_CHECK")} == {1000}
