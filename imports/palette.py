"""What the search over everything finds here: runs of imports and exports, by their id or their file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.access import allowed, allowed_somewhere
from core.access.visibility import visible
from core.palette import Command, Found, Hit, Kind, Score, score_of
from imports.models import ImportRun
from imports.selectors.exports import READ as READ_EXPORTS
from imports.selectors.exports import visible_exports
from imports.selectors.runs import READ as READ_RUNS

RUNS = Kind("import", _("Imports"), _("Import"), "file-down", "imports.palette.find_runs")
EXPORTS = Kind("export", _("Exports"), _("Export"), "download", "imports.palette.find_exports")
COMMANDS = (
    Command(_("New import"), "imports:new", "upload", permission="write:imports", words=_("upload file")),
    Command(_("Runs of imports"), "imports:runs", "file-down", permission=READ_RUNS, somewhere=True),
    Command(_("Quarantine"), "imports:quarantine", "shield-alert", permission=READ_RUNS, somewhere=True),
    Command(_("Schedules"), "imports:schedules", "clock", permission="read:suppliers", somewhere=True),
    Command(_("Templates of mappings"), "imports:templates", "columns-3", permission="read:templates", somewhere=True),
    Command(_("Value maps"), "imports:value-maps", "git-compare", permission="read:suppliers", somewhere=True),
    Command(_("Products without EAN"), "imports:ean-pending", "scan-barcode", permission=READ_RUNS, somewhere=True),
    Command(_("Scores of suppliers"), "imports:scorecards", "chart-column", permission=READ_RUNS, somewhere=True),
    Command(_("Exports"), "exports:exports", "download", permission=READ_EXPORTS),
    Command(_("New export"), "exports:new", "plus", permission="write:exports"),
)
# The beginning of an id that is long enough to mean one.
SHORTEST_ID = 4
# File names are looked for in the latest runs: there is no index in the middle of a text.
LATEST = 2_000


def find_runs(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Runs by the beginning of their id, or a part of the name of their file; the latest first. One query."""
    if not allowed_somewhere(user, READ_RUNS, tenant_id=tenant_id):
        return Found()
    found = visible(ImportRun.objects.all(), user, READ_RUNS)
    latest = ImportRun.objects.order_by("-created_at").values("pk")[:LATEST]
    ways = found.filter(pk__in=latest, source_file__name__icontains=text)
    rows = (_of_id(found, text) | ways).select_related("source_file").order_by("-created_at", "pk")[:most]
    return Found(
        [
            Hit(
                row.source_file.name if row.source_file else row.get_kind_display(),
                reverse("imports:run", args=[row.pk]),
                score=_score(row, row.source_file.name if row.source_file else "", text),
                note=_note(row),
                id=str(row.pk),
            )
            for row in rows
        ]
    )


def find_exports(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Exports by the beginning of their id, their name or their file; the latest first. One query."""
    if not allowed(user, READ_EXPORTS, tenant_id=tenant_id):
        return Found()
    found = visible_exports(user)
    ways = found.filter(name__icontains=text) | found.filter(file_name__icontains=text)
    rows = (_of_id(found, text) | ways).order_by("-created_at", "pk")[:most]
    return Found(
        [
            Hit(
                row.name or row.file_name or str(_("Export")),
                reverse("exports:export", args=[row.pk]),
                score=_score(row, row.name, text),
                note=_note(row),
                id=str(row.pk),
            )
            for row in rows
        ]
    )


def _of_id(found: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    """The rows whose id begins like this: a range of the index."""
    digits = text.replace("-", "").lower()
    if not SHORTEST_ID <= len(digits) <= 32 or not all(each in "0123456789abcdef" for each in digits):
        return found.none()
    return found.filter(pk__gte=UUID(digits.ljust(32, "0")), pk__lte=UUID(digits.ljust(32, "f")))


def _score(row: Any, name: str, text: str) -> int:
    if row.pk.hex == text.replace("-", "").lower():
        return Score.CODE
    return score_of(name, text) or Score.WORDS


def _note(row: Any) -> str:
    return f"{date_format(localtime(row.created_at), 'SHORT_DATETIME_FORMAT')} · {row.get_status_display()}"
