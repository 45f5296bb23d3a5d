"""Pages of merges: all of them, one with what it changed, going back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Regrouping
from catalog.selectors import changes_of_run, undo_kept
from catalog.selectors.regroupings import regrouping as one_regrouping
from catalog.selectors.regroupings import regroupings as all_regroupings
from catalog.services.regrouping import RIGHTS, retry_regrouping, undo_regrouping, why_not_undoable
from core.access import allowed
from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.errors import NotFound
from core.jobs import JobStatus
from core.paging import page_number, pages_of

PER_PAGE, POLL_SECONDS = 25, 1


@require_safe
@page("read:products")
def regroupings(request: PageRequest) -> HttpResponse:
    """All merges of brands, categories and tags, latest first."""
    found = all_regroupings(tenant_id=tenant_of(request), page=page_number(request), per_page=PER_PAGE)
    return render(request, "catalog/regroupings/list.html", {"jobs": found.items, "page": pages_of(found)})


@require_safe
@page("read:products")
def regrouping(request: PageRequest, regrouping_id: UUID) -> HttpResponse:
    """One merge: how far it is, what it changed; the moving part alone for HTMX."""
    job = one_regrouping(regrouping_id, tenant_id=tenant_of(request))
    working = job.status in (JobStatus.PENDING, JobStatus.PROCESSING)
    right = RIGHTS.get(Regrouping.Act(job.act), "write:products")
    context: dict[str, Any] = {
        "job": job,
        "poll_seconds": POLL_SECONDS if working else 0,
        "may_undo": allowed(request.user, right) and not why_not_undoable(job),
        "may_retry": allowed(request.user, right) and job.status == JobStatus.FAILED,
        "back": _back(job),
    }
    if is_fragment(request):
        return render(request, "catalog/regroupings/live.html", context)
    changes = changes_of_run(job.pk, tenant_id=job.tenant_id, page=page_number(request), per_page=PER_PAGE)
    context["kept"] = undo_kept(job.pk, tenant_id=job.tenant_id, per_page=PER_PAGE) if job.undoes_id else None
    context |= {"changes": changes.items, "page": pages_of(changes)}
    return render(request, "catalog/regroupings/regrouping.html", context)


@require_POST
@page("read:products")
def act(request: PageRequest, regrouping_id: UUID, name: str) -> HttpResponse:
    """Undo one, or go on with one that failed; the services ask for the right."""
    job = one_regrouping(regrouping_id, tenant_id=tenant_of(request))
    back = reverse("catalog:regrouping", args=[regrouping_id])
    if name == "retry":
        return told(request, lambda: retry_regrouping(job, user=request.user), back=back) or redirect(back)
    if name != "undo":
        raise NotFound
    made: list[Regrouping] = []
    refused = told(request, lambda: made.append(undo_regrouping(job, user=request.user)), back=back)
    return refused or redirect("catalog:regrouping", made[0].pk)


def _back(job: Regrouping) -> str:
    """The page of the things it is about."""
    act = job.undoes.act if job.undoes else job.act
    places = {"brand": "catalog:brands", "category": "catalog:categories", "tags": "catalog:tags"}
    return next((reverse(name) for word, name in places.items() if word in act), reverse("catalog:regroupings"))
