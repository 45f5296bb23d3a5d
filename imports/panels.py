"""What imports shows on the pages of suppliers."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.access import allowed, allowed_somewhere
from core.panels import Column
from imports.selectors import RunFilters, latest_runs, run_list
from imports.selectors.statistics import latest_scores, months_of
from imports.views.scorecards import tone_of

SHOWN_RUNS = 8


def supplier_columns(request: HttpRequest, *, ids: list[UUID]) -> Column | None:
    """The last import of each supplier, with its state."""
    if not allowed(request.user, "read:imports"):
        return None
    cells = {
        supplier_id: render_to_string("imports/panels/last_run.html", {"run": run}, request)
        for supplier_id, run in latest_runs(ids).items()
    }
    return Column(_("Last import"), cells, blank=_("never"), sort="last_import")


def supplier_runs(request: HttpRequest, *, supplier_id: UUID) -> SafeString | None:
    """The latest runs of a supplier."""
    if not allowed_somewhere(request.user, "read:imports"):
        return None
    found = run_list(RunFilters(supplier_id=supplier_id, seen_by=request.user), per_page=SHOWN_RUNS)
    return render_to_string("imports/panels/supplier_runs.html", {"found": found, "supplier_id": supplier_id}, request)


def supplier_scorecard(request: HttpRequest, *, supplier_id: UUID) -> SafeString | None:
    """The marks of a supplier and its months."""
    if not allowed_somewhere(request.user, "read:imports"):
        return None
    score = latest_scores(seen_by=request.user, supplier_ids=[supplier_id]).get(supplier_id)
    facts = {"score": score, "tone": tone_of(score) if score else "", "months": months_of(supplier_id) if score else []}
    return render_to_string("imports/panels/supplier_scorecard.html", facts, request)
