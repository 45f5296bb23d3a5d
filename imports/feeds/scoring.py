"""A supplier's score: pure rules over the facts of the last 30 days."""

from dataclasses import dataclass

FRESH_DAYS, STALE_DAYS = 1.0, 7.0
# share of rows held at which nothing is left of that part
TOO_MANY_ERRORS = 0.10
WEIGHTS = {"freshness": 30, "punctuality": 20, "errors": 30, "eans": 20}


@dataclass(frozen=True)
class Facts:
    """What is known of a supplier; shares from 0 to 1, None where there is nothing to judge by."""

    age_days: float | None = None
    late_share: float | None = None
    error_share: float | None = None
    valid_ean_share: float | None = None
    price_volatility: float | None = None
    stock_changes: float | None = None


def share(part: float | None, whole: float | None) -> float | None:
    """The part of the whole, from 0 to 1; None without a whole."""
    return min(1.0, max(0.0, (part or 0) / whole)) if whole else None


def parts_of(facts: Facts) -> dict[str, float]:
    """The parts that can be judged, each from 0 (bad) to 1 (good).

    Fresh: full up to a day, nothing left after a week. Errors: nothing left when a tenth of the rows is held. How
    often prices and stocks change is shown and not judged: it says something about the trade, not about the feed.
    """
    parts: dict[str, float | None] = {
        "freshness": _falling(facts.age_days, best=FRESH_DAYS, worst=STALE_DAYS),
        "punctuality": None if facts.late_share is None else 1 - facts.late_share,
        "errors": _falling(facts.error_share, best=0.0, worst=TOO_MANY_ERRORS),
        "eans": facts.valid_ean_share,
    }
    return {name: part for name, part in parts.items() if part is not None}


def score_of(facts: Facts) -> float | None:
    """The weighted mean of the parts, from 0 to 100; None when nothing can be judged."""
    parts = parts_of(facts)
    weight = sum(WEIGHTS[name] for name in parts)
    return round(100 * sum(WEIGHTS[name] * part for name, part in parts.items()) / weight, 1) if weight else None


def _falling(value: float | None, *, best: float, worst: float) -> float | None:
    if value is None:
        return None
    return min(1.0, max(0.0, (worst - value) / (worst - best)))
