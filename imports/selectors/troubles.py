"""The feeds that need somebody: failing, held, waiting for a mapping, silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.selectors.feeds import FeedHealth, FeedState, feed_health
from suppliers.selectors import Feed

# state -> tone, icon, in one or two words
STATES: dict[FeedState, tuple[str, str, Any]] = {
    FeedState.OFF: ("neutral", "circle-pause", _("On hold")),
    FeedState.MAPPING: ("info", "columns-3", _("Waits for mapping")),
    FeedState.HELD: ("warning", "hand", _("Waits for approval")),
    FeedState.FAILING: ("danger", "circle-x", _("Fails")),
    FeedState.WORKING: ("accent", "loader-circle", _("At work")),
    FeedState.SILENT: ("warning", "clock", _("Silent")),
    FeedState.NEW: ("neutral", "circle-dashed", _("No file yet")),
    FeedState.HEALTHY: ("success", "circle-check", _("Healthy")),
}
TROUBLES = (FeedState.FAILING, FeedState.HELD, FeedState.MAPPING, FeedState.SILENT)


@dataclass(frozen=True)
class TroubledFeed:
    """A feed and what is wrong with it."""

    health: FeedHealth
    tone: str
    icon: str
    label: str


def troubled_feeds(feeds: Iterable[Feed]) -> list[TroubledFeed]:
    """Those of the feeds that need somebody, the worst first. Seven queries."""
    found = [health for health in feed_health(feeds).values() if health.state in TROUBLES]
    found.sort(key=lambda health: (TROUBLES.index(health.state), health.feed.supplier_name, health.feed.name))
    return [TroubledFeed(health, *_look(health.state)) for health in found]


def _look(state: FeedState) -> tuple[str, str, str]:
    tone, icon, label = STATES[state]
    return tone, icon, str(label)
