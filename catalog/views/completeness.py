"""How complete the catalogue is: scores, grades, what is lacking how often, day by day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.selectors.completeness import (
    completeness_days,
    completeness_statistics,
    last_completeness_run,
    rules_of,
)
from catalog.services import completeness as services
from core.access.pages import PageRequest, is_fragment, page, tenant_of
from core.jobs import JobStatus

POLL_SECONDS = 2
SHOWN_DAYS = 30
# The last score of each ten.
_TENTHS = (9, 19, 29, 39, 49, 59, 69, 79, 89, 100)


@require_safe
@page("read:products")
def completeness(request: PageRequest) -> HttpResponse:
    """Grades, what is lacking how often, the last days; each number leads to its products."""
    tenant_id = tenant_of(request)
    run = last_completeness_run()
    working = run is not None and run.status in (JobStatus.PENDING, JobStatus.PROCESSING)
    context: dict[str, Any] = {"run": run, "working": working, "poll_seconds": POLL_SECONDS if working else 0}
    if is_fragment(request):
        return render(request, "catalog/completeness/run.html", context)
    rules, found = rules_of(tenant_id), completeness_statistics(tenant_id)
    grades = found.now.grades(rules)
    days = completeness_days(tenant_id)
    total = found.now.total
    context |= {
        "found": found,
        "grades": [(grade, *rules.bounds(grade), count, _share(count, total)) for grade, count in grades.items()],
        "tenths": [(10 * place, _TENTHS[place], count) for place, count in enumerate(found.now.tenths())],
        "todo": [(each, _share(each.count, total)) for each in found.todo],
        "days": days[: -SHOWN_DAYS - 1 : -1],
    }
    return render(request, "catalog/completeness/page.html", context)


@require_POST
@page("write:products")
def recalculate(request: PageRequest) -> HttpResponse:
    """Measure all products anew, in the background."""
    services.start_run(tenant_id=tenant_of(request), by=request.user)
    messages.success(request, _("All products are measured anew; this page follows it."))
    return redirect("catalog:completeness")


def _share(count: int, total: int) -> float:
    return count / total if total else 0.0
