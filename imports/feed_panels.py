"""What imports shows of feeds on the pages of suppliers: automation, feeds, mappings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.selectors import label_of
from core.access import allowed, allowed_somewhere
from core.panels import Column
from imports.feeds.mapping.fields import TARGETS
from imports.selectors.feeds import FeedHealth, FeedState, feed_health, last_imports
from imports.views.feed_words import state_words
from suppliers.selectors import FETCHED, feeds_of, remembered_mappings, sources_of

PUSH = "push"
WAITS = (FeedState.HELD, FeedState.MAPPING)


def supplier_automation(request: HttpRequest, *, ids: list[UUID]) -> Column:
    """What runs by itself at each supplier, and whether it goes well."""
    by_supplier: dict[UUID, list[FeedHealth]] = defaultdict(list)
    for health in feed_health(feeds_of(supplier_ids=ids)).values():
        by_supplier[health.feed.supplier_id].append(health)
    may_read = allowed_somewhere(request.user, "read:imports")
    cells = {
        supplier_id: _automation(healths, told=may_read, request=request)
        for supplier_id, healths in by_supplier.items()
    }
    return Column(_("Automation"), cells, blank="–")


def by_last_import(request: HttpRequest, *, ids: list[UUID]) -> Mapping[UUID, datetime] | None:
    """When each of these suppliers was imported last, for the order of the list."""
    return last_imports(ids) if allowed(request.user, "read:imports") else None


def supplier_feeds(request: HttpRequest, *, supplier_id: UUID) -> SafeString:
    """The feeds of a supplier with their state, the last file, the next run."""
    feeds = [(health, state_words(health)) for health in feed_health(feeds_of(supplier_ids=[supplier_id])).values()]
    return render_to_string("imports/panels/feeds.html", {"feeds": feeds, "supplier_id": supplier_id}, request)


def supplier_mappings(request: HttpRequest, *, supplier_id: UUID) -> SafeString:
    """What is remembered of the layouts of each feed."""
    groups = [(source, mappings_in_words(source.id)) for source in sources_of(supplier_id)]
    return render_to_string("imports/panels/mappings.html", {"groups": groups, "supplier_id": supplier_id}, request)


def mappings_in_words(source_id: UUID) -> list[dict[str, Any]]:
    """The remembered mappings of a feed: field and column in words, how often and when they were used."""
    return [
        {
            "id": each.id,
            "columns": len(each.columns),
            "pairs": _pairs(each.mapping),
            "unused": _unused(each.columns, each.mapping),
            "use_count": each.use_count,
            "updated_at": each.updated_at,
        }
        for each in remembered_mappings(source_id)
    ]


def _pairs(mapping: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Field, column, number of transformations."""
    fields = mapping.get("fields", {})
    return [
        (_label(name), str(rule.get("column") or "–"), len(rule.get("transformations") or ()))
        for name, rule in fields.items()
    ]


def _label(name: str) -> str:
    target = TARGETS.get(name)
    return str(target.label) if target else label_of(name)


def _unused(columns: Iterable[str], mapping: Mapping[str, Any]) -> list[str]:
    used = {rule.get("column") for rule in mapping.get("fields", {}).values()}
    return [column for column in columns if column not in used]


def _automation(healths: list[FeedHealth], *, told: bool, request: HttpRequest) -> SafeString:
    """One badge for all feeds of a supplier: the worst that is true."""
    label, tone, icon = _badge(healths, told=told)
    kinds = sorted({health.feed.kind_label for health in healths})
    due = [health.feed.rhythm.next_run_at for health in healths if health.feed.is_active]
    context = {
        "label": label,
        "tone": tone,
        "icon_name": icon,
        "kinds": kinds,
        "next_run_at": min(filter(None, due), default=None),
    }
    return render_to_string("imports/panels/automation.html", context, request)


def _badge(healths: list[FeedHealth], *, told: bool) -> tuple[str, str, str]:
    states = {health.state for health in healths} if told else set()
    if FeedState.FAILING in states:
        return _("Fails"), "danger", "circle-x"
    if states.intersection(WAITS):
        return _("Waits for somebody"), "warning", "hand"
    if FeedState.SILENT in states:
        return _("Silent"), "warning", "clock"
    automatic = [health.feed for health in healths if health.feed.arrives_by_itself]
    if any(feed.is_active for feed in automatic):
        return _("Works by itself"), "success", "refresh-cw"
    connected = [health.feed for health in healths if health.feed.kind in FETCHED or health.feed.kind == PUSH]
    if automatic or any(feed.rhythm.has_schedule for feed in connected):
        return _("Paused"), "neutral", "circle-pause"
    return (_("Not planned"), "neutral", "clock") if connected else (_("By hand only"), "neutral", "upload")
