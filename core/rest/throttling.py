"""Rate limits: who is counted, against which tiers, and what the headers of every reply say about it."""

import math
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.actor import address_of
from core.errors import Refused
from core.rest import violations
from core.rest.counting import Counted, Limit, counter
from core.rest.tiers import MINUTE, TIERS, limit_of

# What "no limit" reads like in X-RateLimit-Remaining, for clients that wait when it is small.
ENDLESS = 1_000_000_000
OWN_LIMIT = "API_KEY"


class TooManyRequests(Refused):
    """The caller asks more often than its tier allows."""

    code = "RATE_LIMIT_EXCEEDED"
    status = 429


@dataclass(frozen=True)
class Verdict:
    """Whether the request may pass, and the numbers of the limit that is nearest; 0 stands for no limit."""

    tier: str
    limit: int = 0
    remaining: int = ENDLESS
    reset: int = 0
    retry_after: int = 0

    @property
    def allowed(self) -> bool:
        return not self.retry_after

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every reply."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset or int(time.time()) + MINUTE),
        }


def check(identity: str, tier: str, *, own_limit: int | None = None, now: float | None = None) -> Verdict:
    """Count a request of `identity` in the tier (and against the limit per minute of its API key, if it has one).

    Answers at once, and "allowed", when Redis is away. The first refusal of a minute leaves a row and an entry in the
    audit trail. Raises KeyError for an unknown tier.
    """
    most, window = limit_of(tier)
    limits = [Limit(f"{{{identity}}}:{tier}", most, window)] if most else []
    if own_limit:
        limits.append(Limit(f"{{{identity}}}:{OWN_LIMIT}", own_limit, MINUTE))
    if not limits:
        return Verdict(tier)
    url = settings.RATE_LIMIT_REDIS_URL
    counted = counter(url).count(limits, now=now) if url else []
    if not counted:
        return Verdict(tier, limit=limits[0].most, remaining=limits[0].most)
    nearest = min(counted, key=lambda each: (not each.refused, each.remaining))
    if nearest.is_first_refusal:
        violations.record(identity, tier=_name(nearest.limit), limit=nearest.limit.most)
    return _verdict(nearest)


def require(identity: str, tier: str, *, own_limit: int | None = None) -> Verdict:
    """Like `check`, but raises TooManyRequests, which knows when to come again."""
    verdict = check(identity, tier, own_limit=own_limit)
    if not verdict.allowed:
        raise refusal(verdict)
    return verdict


def refusal(verdict: Verdict) -> TooManyRequests:
    """What a refused caller is told."""
    window = TIERS[verdict.tier].window if verdict.tier in TIERS else MINUTE
    allowed = (
        ngettext("%(limit)d request per minute", "%(limit)d requests per minute", verdict.limit)
        if window == MINUTE
        else ngettext("%(limit)d request per hour", "%(limit)d requests per hour", verdict.limit)
    ) % {"limit": verdict.limit}
    again = ngettext("Try again in %(seconds)d second.", "Try again in %(seconds)d seconds.", verdict.retry_after)
    message = _("Too many requests: %(allowed)s are allowed here.") % {"allowed": allowed}
    return TooManyRequests(
        f"{message} {again % {'seconds': verdict.retry_after}}",
        retry_after=verdict.retry_after,
        tier=verdict.tier,
        limit=verdict.limit,
    )


def identity_of(request: HttpRequest, auth: Any = None) -> str:
    """Whom a request counts for: its API key, else its user, else its address."""
    if hasattr(auth, "rate_limit_per_minute"):
        return f"key:{auth.pk}"
    user: Any = getattr(request, "user", None)
    if getattr(user, "is_authenticated", False):
        return f"user:{user.pk}"
    return f"address:{address_of(request)}"


def _name(limit: Limit) -> str:
    return limit.key.rpartition(":")[2]


def _verdict(counted: Counted) -> Verdict:
    wait = max(1, math.ceil(counted.free_at - counted.now)) if counted.refused else 0
    return Verdict(
        _name(counted.limit),
        limit=counted.limit.most,
        remaining=counted.remaining,
        reset=math.ceil(counted.free_at),
        retry_after=wait,
    )
