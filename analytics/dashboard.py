"""What the home page shows, gathered from all apps in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from analytics.activity_words import Sentence, sentences
from analytics.selectors import recent_activity
from catalog.selectors import CatalogStatistics, statistics
from core.context import May
from core.degraded import missed, tolerated
from core.health import databases, redis_works, workers
from imports.selectors import Cause, HeldFilters, RunFilters, RunRow, held_causes, run_counts, run_list
from imports.selectors.troubles import TroubledFeed, troubled_feeds
from suppliers.selectors import Feed, feeds_of, supplier_counts

RECENT_RUNS, TOP_CAUSES, TOP_FEEDS = 6, 6, 6
READ_ACTIVITIES, SHOWN_ACTIVITIES = 40, 8


@dataclass(frozen=True)
class RunsToday:
    """Runs made today, by what became of them; those `with_held` rows are among the completed."""

    completed: int
    with_held: int
    failed: int
    working: int
    waiting: int
    for_approval: int


@dataclass(frozen=True)
class Dashboard:
    """The home page; a part the person may not see, or whose database is `away`, stays None or empty."""

    today: date
    products: CatalogStatistics | None = None
    suppliers: dict[str, int] | None = None
    runs_today: RunsToday | None = None
    recent_runs: list[RunRow] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    troubled_feeds: list[TroubledFeed] = field(default_factory=list)
    next_feeds: list[Feed] = field(default_factory=list)
    activities: list[Sentence] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    @property
    def without_gtin(self) -> int:
        """Products without an EAN."""
        return self.products.total - self.products.with_gtin if self.products else 0

    @property
    def out_of_stock(self) -> int:
        """Products of which nothing is there, or nobody says how many."""
        return self.products.total - self.products.in_stock if self.products else 0

    @property
    def held(self) -> int:
        """Rows in the quarantine."""
        return sum(cause.rows for cause in self.causes)

    @property
    def top_causes(self) -> list[Cause]:
        """The causes that hold most rows."""
        return self.causes[:TOP_CAUSES]

    @property
    def is_first_use(self) -> bool:
        """Whether nothing was ever imported or written down."""
        return self.products is not None and not (self.products.total or self.recent_runs or self.away)


def dashboard(tenant_id: UUID, *, may: May) -> Dashboard:
    """The home page of the organisation, as far as the person may see it and its databases answer."""
    today = timezone.localdate()
    parts: dict[str, Any] = {}
    if may["read_products"]:
        parts["products"] = tolerated(lambda: statistics(tenant_id), otherwise=None)
    if may["read_suppliers"]:
        parts["suppliers"] = tolerated(supplier_counts, otherwise=None)
    if may["read_imports"]:
        parts |= tolerated(lambda: _imports(today), otherwise=dict[str, Any]())
        parts |= tolerated(_feeds, otherwise=dict[str, Any]())
        parts["activities"] = tolerated(_activities, otherwise=list[Sentence]())
    return Dashboard(today=today, away=missed(), **parts)


def _imports(today: date) -> dict[str, Any]:
    return {
        "runs_today": _runs_of(today),
        "recent_runs": run_list(RunFilters(), per_page=RECENT_RUNS).items,
        "causes": held_causes(HeldFilters()),
    }


def _feeds() -> dict[str, Any]:
    """The feeds that need somebody, and the next ones to be fetched."""
    feeds = feeds_of()
    due = [feed for feed in feeds if feed.rhythm.next_run_at]
    return {
        "troubled_feeds": troubled_feeds(feeds)[:TOP_FEEDS],
        "next_feeds": sorted(due, key=lambda feed: (feed.rhythm.next_run_at, feed.name))[:TOP_FEEDS],
    }


def _activities() -> list[Sentence]:
    return sentences(recent_activity(limit=READ_ACTIVITIES))[:SHOWN_ACTIVITIES]


def _runs_of(day: date) -> RunsToday:
    counts = run_counts(since=day)
    return RunsToday(
        completed=counts["completed"],
        with_held=counts["with_held"],
        failed=counts["failed"],
        working=counts["processing"],
        waiting=counts["pending"] - counts["for_approval"],
        for_approval=counts["for_approval"],
    )


@dataclass(frozen=True)
class SystemState:
    """Whether the services behind the pages answer."""

    workers: int
    redis: bool
    databases: dict[str, bool]

    @property
    def silent_databases(self) -> list[str]:
        """The databases that do not answer."""
        return [name for name, answers in self.databases.items() if not answers]


def system_state() -> SystemState:
    """Ask workers, Redis and databases; takes up to half a second."""
    redis = redis_works()
    return SystemState(workers=workers() if redis else 0, redis=redis, databases=databases())
