"""Scorecards: how reliable each supplier's feeds are; and the report of a run by e-mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access.pages import PageRequest, page
from imports.selectors import find_run
from imports.selectors.statistics import Score, latest_scores
from imports.services import mail_report
from suppliers.selectors import suppliers_by_id

GOOD, FAIR = 80, 50


@require_safe
@page("read:imports", somewhere=True)
def scorecards(request: PageRequest) -> HttpResponse:
    """All suppliers with marks, the worst first."""
    scores = latest_scores(seen_by=request.user)
    names = suppliers_by_id(scores)
    rows = [{"supplier": names.get(each), "score": score, "tone": tone_of(score)} for each, score in scores.items()]
    return render(request, "imports/scorecards.html", {"rows": sorted(rows, key=_worst_first)})


@require_POST
@page("read:imports", somewhere=True)
def mail(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Send the report of a run to one's own address."""
    run = find_run(run_id, seen_by=request.user)
    mail_report(run, to=[request.user.email], by=request.user)
    messages.success(request, _("The report is on its way to %(address)s.") % {"address": request.user.email})
    return redirect("imports:run", run_id)


def tone_of(score: Score) -> str:
    """How good a score looks."""
    if score.score is None:
        return "neutral"
    return "success" if score.score >= GOOD else "warning" if score.score >= FAIR else "danger"


def _worst_first(row: dict[str, Any]) -> tuple[bool, float]:
    return (row["score"].score is None, row["score"].score or 0.0)
