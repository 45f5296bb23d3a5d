"""The dry run: what the run would change, before anything is written."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.selectors import label_of
from core.access.pages import PageRequest, is_fragment, page, refreshed
from core.context import may_on
from core.jobs import JobStatus
from imports.feeds.missing import Incomplete
from imports.models import ImportRun
from imports.selectors import find_run, latest_dry_run, possible_requests
from imports.views.facts import facts_of
from imports.views.wizard import steps_of
from imports.views.words import cause_title, findings_in_words, phase_words
from imports.views.workers import no_worker

AT_WORK = (JobStatus.PENDING, JobStatus.PROCESSING)
Impact = dict[str, Any]
MISSING_POLICIES: dict[str, Any] = {
    "keep": _("They would stay as they are."),
    "stock_zero": _("Their stock would become 0."),
    "deactivate": _("Their stock would become 0, and products that nobody else delivers would be deactivated."),
    "trash": _("Products that nobody else delivers would go into the trash."),
}


@require_safe
@page("read:imports", somewhere=True)
def dry_run(request: PageRequest, run_id: UUID) -> HttpResponse:
    """State and impact of the latest dry run; while one is at work the page asks again by itself."""
    run = find_run(run_id, seen_by=request.user)
    if "dry_run" not in possible_requests(run):
        return refreshed() if is_fragment(request) else redirect("imports:run", run_id=run.pk)
    latest = latest_dry_run(run)
    at_work = latest is not None and latest["status"] in AT_WORK
    if is_fragment(request) and not at_work:
        return refreshed()
    context = {
        "may": may_on(request, run),
        "run": run,
        "facts": facts_of(run),
        "steps": steps_of(run, current="dry-run"),
        "possible": possible_requests(run),
        "dry_run": latest,
        "at_work": at_work,
        "phase": phase_words(latest["phase"]) if latest else "",
        "no_worker": at_work and latest["status"] == JobStatus.PENDING and no_worker() if latest else False,
        "impact": _impact(latest["impact"]) if latest and latest["impact"] else None,
        "is_remembered": run.mapping_origin == ImportRun.MappingOrigin.SAVED,
    }
    return render(
        request, "imports/dry_run/live.html" if is_fragment(request) else "imports/dry_run/page.html", context
    )


def _missing_in_words(missing: Impact) -> Impact:
    reason = dict(missing.get("reason") or {})
    text = str(Incomplete(reason.pop("code"), reason)) if reason else ""
    return {**missing, "reason_text": text, "policy_text": MISSING_POLICIES.get(missing.get("policy", ""), "")}


def _impact(impact: Impact) -> Impact:
    """The impact with fields, causes and findings in words."""
    counts = impact["changed_fields"]
    fields = sorted({*counts, *impact["samples"]}, key=lambda name: -counts.get(name, 0))
    alarms = [
        {"name": name, **impact[name]}
        for name in ("price_jumps", "stock_to_zero", "below_cost")
        if impact.get(name, {}).get("count")
    ]
    return {
        **impact,
        "missing": _missing_in_words(impact.get("missing") or {}),
        "fields": [
            {
                "name": name,
                "label": label_of(name),
                "count": counts.get(name),
                "samples": impact["samples"].get(name),
            }
            for name in fields
            if counts.get(name) or impact["samples"].get(name)
        ],
        "causes": [(cause_title(cause), number) for cause, number in impact["held"].items()],
        "alarms": alarms,
        "findings": [one for one in findings_in_words(impact["issues"]) if one["level"] != "error"],
    }
