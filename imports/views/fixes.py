"""A cause is cured on its page: the fix is shown with its effect, then kept; its rows come back while one watches."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access.pages import PageRequest, is_fragment, page, tenant_of
from core.access.visibility import visible
from core.errors import NotFound, PermissionRefused, Refused
from core.jobs import JobStatus
from imports.feeds.healing import Fix
from imports.forms.fixes import read_fix, read_rule_fix
from imports.forms.held_rows import as_uuid, filters_of
from imports.models import ImportRun
from imports.selectors.held_rows import HeldFilters
from imports.selectors.runs import READ
from imports.services.healing import FixPreview, apply_fix, preview_fix
from suppliers.selectors import source_settings

SCOPE = ("cause", "source", "supplier", "run", "field", "days")
_OPEN = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)
MOST_RUNS = 20


@require_POST
@page("write:imports", somewhere=True)
def fix(request: PageRequest) -> HttpResponse:
    """Preview a fix of the group that the page shows, or keep it and import its rows again."""
    filters = filters_of(request.POST, seen_by=request.user)
    try:
        wanted = _wanted(request.POST, filters)
        if request.POST.get("do") == "apply":
            fixed = apply_fix(filters, wanted, tenant_id=tenant_of(request), by=request.user)
            text = ngettext("%(count)s row is imported again.", "%(count)s rows are imported again.", fixed.rows)
            messages.success(request, text % {"count": fixed.rows})
            return redirect(_group(request, runs=",".join(str(run.pk) for run in fixed.runs[:MOST_RUNS])))
        preview: FixPreview | None = preview_fix(filters, wanted, tenant_id=tenant_of(request))
        error = ""
    except (PermissionRefused, NotFound):
        raise
    except Refused as refused:
        preview, error = None, str(refused)
    return _previewed(request, preview, error)


@require_safe
@page("read:imports", somewhere=True)
def progress(request: PageRequest) -> HttpResponse:
    """How far the rows are that are imported again."""
    return render(request, "imports/held/healing.html", healing_context(request))


def healing_context(request: PageRequest) -> dict[str, Any]:
    """The replays named in the address that the person may see, added up."""
    ids = [chosen for text in request.GET.get("runs", "").split(",")[:MOST_RUNS] if (chosen := as_uuid(text))]
    runs = list(visible(ImportRun.objects.filter(pk__in=ids, kind=ImportRun.Kind.REPLAY), request.user, READ))
    done = {name: sum(run.counts[name] for run in runs) for name in ("read", "held", "skipped")}
    return {
        "healing": runs,
        "healing_runs": request.GET.get("runs", ""),
        "healing_open": any(run.status in _OPEN for run in runs),
        "healing_failed": [run for run in runs if run.status == JobStatus.FAILED],
        "healing_imported": done["read"] - done["held"] - done["skipped"],
        "healing_held": done["held"],
        "healing_total": sum(run.progress_total or run.rows_read for run in runs),
    }


def _wanted(data: QueryDict, filters: HeldFilters) -> Fix:
    """The fix that was sent; the limit of a rule is a fix of the one feed whose rule it is."""
    if data.get("way") == "rule" and filters.source_id:
        return read_rule_fix(data, source_settings(filters.source_id).rules)
    return read_fix(data)


def _previewed(request: PageRequest, preview: FixPreview | None, error: str) -> HttpResponse:
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "preview": preview,
        "error": error,
        "sent": [(name, value) for name, value in sent if name not in ("do", "csrfmiddlewaretoken")],
        "back": _group(request),
    }
    template = "imports/held/fix_preview.html" if is_fragment(request) else "imports/held/fix_page.html"
    return render(request, template, context, status=422 if error else 200)


def _group(request: PageRequest, **more: str) -> str:
    place = {name: request.POST[name] for name in SCOPE if request.POST.get(name)}
    # A cause's own field narrows nothing that the cause does not narrow already.
    place.pop("field", None)
    return f"{reverse('imports:quarantine')}?{urlencode({**place, **more})}"
