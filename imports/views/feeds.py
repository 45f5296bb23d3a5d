"""The page of a feed: its frame with the tabs, the overview, the looks at the source."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import allowed
from core.access.pages import PageRequest, page, refreshed
from core.context import may_on
from core.paging import page_number, pages_of
from imports.forms.policies import identity_words
from imports.models import ImportRun
from imports.selectors import HeldFilters, held_causes
from imports.selectors.feeds import (
    FeedHealth,
    feed_health,
    feed_strip,
    fetch_list,
    files_of,
    latest_fetch,
    latest_run,
    runs_of_fetches,
)
from imports.selectors.runs import READ
from imports.views.feed_live import live_of, stamp_of
from imports.views.feed_words import fetch_look, marks, state_words
from suppliers.selectors import FETCHED, SourceSettings, feeds_of, require_source, source_settings

PER_PAGE = 25
CAUSES = 6
# tab -> name of its address, words; a tab whose address does not exist is left out by the template
TABS = (
    ("overview", "imports:feed", _("Overview")),
    ("connection", "imports:feed-connection", _("Connection")),
    ("schedule", "imports:feed-schedule", _("Schedule")),
    ("mapping", "imports:feed-mapping", _("Mapping")),
    ("rules", "imports:feed-rules", _("Rules")),
    ("policies", "imports:feed-policies", _("Policies")),
    ("fetches", "imports:feed-fetches", _("Fetches")),
)


def feed_page(
    request: PageRequest,
    source_id: UUID,
    tab: str,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A tab of the feed's page: the template extends imports/feed/base.html and fills its block `tab`.

    It knows `feed` (its settings), `health` and `words` (its state), `may` on the feed. Raises NotFound, and
    PermissionRefused for a person who may not see the feed.
    """
    require_source(request.user, "read:suppliers", source_id)
    settings = source_settings(source_id)
    health = _health(source_id)
    frame = {
        "feed": settings,
        "health": health,
        "words": state_words(health),
        "live": live_of(health, sees_runs=lambda: allowed(request.user, READ, anchor(settings))),
        "tab": tab,
        "tabs": TABS,
        "may": may_on(request, anchor(settings)),
        "is_fetched": settings.kind in FETCHED,
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


@require_safe
@page("read:suppliers", somewhere=True)
def overview(request: PageRequest, source_id: UUID) -> HttpResponse:
    """In which state the feed is, what came last, what is held and why."""
    require_source(request.user, "read:suppliers", source_id)
    feed = source_settings(source_id)
    may_read = allowed(request.user, READ, anchor(feed))
    fetch = latest_fetch(source_id) if may_read else None
    context = {
        "may_read_runs": may_read,
        "identity": identity_words(feed.identity),
        "strip": marks(feed_strip(source_id), source_id) if may_read else [],
        "run": latest_run(source_id) if may_read else None,
        "fetch": fetch,
        "fetch_look": fetch_look(fetch) if fetch else None,
        "causes": held_causes(HeldFilters(source_id=source_id))[:CAUSES] if may_read else [],
    }
    return feed_page(request, source_id, "overview", "imports/feed/overview.html", context)


@require_safe
@page("read:suppliers", somewhere=True)
def progress(request: PageRequest, source_id: UUID) -> HttpResponse:
    """The moving part of the page; the whole page is loaded again once something else is at work than `stamp` says."""
    require_source(request.user, "read:suppliers", source_settings(source_id).id)
    health = _health(source_id)
    if request.GET.get("stamp") != stamp_of(health):
        return refreshed()
    return feed_page(request, source_id, "overview", "imports/feed/live.html")


@require_safe
@page("read:imports", somewhere=True)
def fetches(request: PageRequest, source_id: UUID) -> HttpResponse:
    """Every look at the source, newest first, with what it brought."""
    require_source(request.user, READ, source_id)
    found = fetch_list(source_id, page=page_number(request), per_page=PER_PAGE)
    ids = [fetch.pk for fetch in found.items]
    names, runs = files_of(ids), runs_of_fetches(ids)
    rows = [(fetch, fetch_look(fetch), names.get(fetch.pk, []), runs.get(fetch.pk, [])) for fetch in found.items]
    context = {"rows": rows, "page": pages_of(found)}
    return feed_page(request, source_id, "fetches", "imports/feed/fetches.html", context)


def _health(source_id: UUID) -> FeedHealth:
    return feed_health(feeds_of(source_ids=[source_id]))[source_id]


def anchor(settings: SourceSettings) -> ImportRun:
    """What rights on the feed are asked with: grants on the source and on its supplier count on its runs."""
    place = {"supplier_id": settings.supplier_id, "source_id": settings.id}
    return ImportRun(tenant_id=settings.tenant_id, **place)
