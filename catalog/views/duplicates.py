"""Possible duplicates: the queue, pair by pair; field by field; in bulk; what was decided."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.duplicate_words import EVIDENCE, LINES, REASONS, SIDES
from catalog.selectors.duplicates import (
    STEPS,
    PairFacts,
    decided,
    duplicate_run,
    last_run,
    next_pair,
    pair_facts,
    pairs,
    waiting_counts,
)
from catalog.services import duplicates as services
from catalog.services.duplicates.running import LEAST_BULK_SCORE
from catalog.services.merging_products import foresee_merge
from core.access import require
from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.errors import InvalidInput, NotFound
from core.jobs import JobStatus
from core.paging import page_number, pages_of

PER_PAGE = 25
POLL_SECONDS = 2
PREVIEWED = 10


@require_safe
@page("read:products")
def queue(request: PageRequest) -> HttpResponse:
    """The best pair that waits, two cards side by side; `least` narrows, `after` skips."""
    tenant_id, least = tenant_of(request), _least(request)
    after = request.GET.get("after", "")
    pair = next_pair(tenant_id=tenant_id, least_score=least, after=after)
    counts = waiting_counts(tenant_id)
    context = {
        "pair": pair and _shown(pair),
        "least": least,
        "after": after,
        "steps": [(step, counts[step], _address(step, "")) for step in STEPS],
        "waiting": counts[0],
        "skip": _address(least, pair.cursor) if pair else "",
        "undo": request.GET.get("decided", ""),
        "run": last_run(),
        "bulk_score": max(least, LEAST_BULK_SCORE),
    }
    return render(request, "catalog/duplicates/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def pair(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """What would remain, field by field; sent, the two are merged like that."""
    tenant_id = tenant_of(request)
    facts = pair_facts(pair_id, tenant_id=tenant_id)
    given = request.POST if request.method == "POST" else request.GET
    survivor_id = _survivor(given.get("survivor", ""), facts)
    absorbed_id = facts.second.id if survivor_id == facts.first.id else facts.first.id
    if request.method == "POST":
        choices = {name[7:]: given[name] for name in given if name.startswith("choice.") and given[name] in _CHOICES}
        options: dict[str, Any] = {"tenant_id": tenant_id, "user": request.user, "choices": choices}
        back = f"{reverse('catalog:duplicate-pair', args=[pair_id])}?survivor={survivor_id}"
        refused = told(request, lambda: services.accept_pair(pair_id, survivor_id=survivor_id, **options), back=back)
        if refused is None:
            messages.success(request, _("The two products are one now."))
        return refused or redirect(f"{reverse('catalog:duplicate-queue')}?decided={pair_id}")
    forecast = foresee_merge(survivor_id, absorbed_id, tenant_id=tenant_id, user=request.user)
    context = {
        "pair": _shown(facts),
        "forecast": forecast,
        "fields": [(each, SIDES[each.side]) for each in forecast.fields],
        "survivor": facts.first if survivor_id == facts.first.id else facts.second,
        "absorbed": facts.second if survivor_id == facts.first.id else facts.first,
    }
    return render(request, "catalog/duplicates/pair.html", context)


@require_POST
@page("write:products")
def act(request: PageRequest, pair_id: UUID, name: str) -> HttpResponse:
    """Accept, reject, or take the decision back; then the next pair."""
    if name not in _ACTS:
        raise NotFound
    service, done = _ACTS[name]
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    if name == "accept" and (survivor := request.POST.get("survivor")):
        options["survivor_id"] = _id(survivor)
    least, after = _number(request.POST.get("least", "")), request.POST.get("after", "")
    back = request.POST.get("back", "")
    here = reverse("catalog:duplicates-decided") if back == "decided" else _address(least, after)
    refused = told(request, lambda: service(pair_id, **options), back=here)
    if refused is None:
        messages.success(request, str(done))
        if name != "undo":
            here = _address(least, after, decided=str(pair_id))
    return refused or redirect(here)


@require_POST
@page("write:products")
def search(request: PageRequest) -> HttpResponse:
    """Compare all products, in the background."""
    run = services.start_search(tenant_id=tenant_of(request), by=request.user)
    return redirect("catalog:duplicate-run", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def bulk(request: PageRequest) -> HttpResponse:
    """How many pairs from a score on, the weakest of them; sent, all are merged."""
    tenant_id = tenant_of(request)
    if request.method == "POST":
        least = _number(request.POST.get("least", ""))
        made: list[Any] = []
        start = lambda: made.append(services.start_merging(least, tenant_id=tenant_id, by=request.user))  # noqa: E731
        refused = told(request, start, back=reverse("catalog:duplicates-bulk"))
        return refused or redirect("catalog:duplicate-run", made[0].pk)
    least = max(_least(request), LEAST_BULK_SCORE)
    found = pairs(tenant_id=tenant_id, least_score=least, per_page=PREVIEWED)
    context = {
        "least": least,
        "steps": [step for step in STEPS if step >= LEAST_BULK_SCORE],
        "total": found.total,
        "examples": [_shown(each) for each in found.items],
    }
    return render(request, "catalog/duplicates/bulk.html", context)


@require_safe
@page("read:products")
def decisions(request: PageRequest) -> HttpResponse:
    """What was decided, the latest first, each with its way back."""
    found = decided(tenant_id=tenant_of(request), page=page_number(request), per_page=PER_PAGE)
    return render(request, "catalog/duplicates/decided.html", {"pairs": found.items, "page": pages_of(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:products")
def run(request: PageRequest, run_id: UUID) -> HttpResponse:
    """A search or a merge in bulk: how far it is; sent, it is cancelled."""
    if request.method == "POST":
        require(request.user, "write:products", tenant_id=tenant_of(request))
    row = duplicate_run(run_id)
    if request.method == "POST":
        back = reverse("catalog:duplicate-run", args=[run_id])
        return told(request, lambda: services.cancel_run(row, by=request.user), back=back) or redirect(back)
    working = row.status in (JobStatus.PENDING, JobStatus.PROCESSING)
    context = {"run": row, "poll_seconds": POLL_SECONDS if working else 0}
    part = "catalog/duplicates/live.html" if is_fragment(request) else "catalog/duplicates/run.html"
    return render(request, part, context)


_CHOICES = ("survivor", "absorbed")
_ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "accept": (services.accept_pair, gettext_lazy("The two products are one now.")),
    "reject": (services.reject_pair, gettext_lazy("They stay two products, and are not proposed again.")),
    "undo": (services.reopen_pair, gettext_lazy("The decision is taken back.")),
}


def _shown(pair: PairFacts) -> dict[str, Any]:
    """A pair with its lines side by side and its evidence in words."""
    return {
        "facts": pair,
        "sides": (pair.first, pair.second),
        "lines": [
            (name, label, getattr(pair.first, name), getattr(pair.second, name), pair.tones.get(name, ""))
            for name, label in LINES
            if getattr(pair.first, name) or getattr(pair.second, name)
        ],
        "evidence": [(EVIDENCE.get(each["code"], each["code"]), each["points"]) for each in pair.evidence],
        "reason": REASONS[pair.proposal.reason],
    }


def _survivor(text: str, pair: PairFacts) -> UUID:
    chosen = _id(text) if text else pair.proposal.survivor_id
    return chosen if chosen in (pair.first.id, pair.second.id) else pair.proposal.survivor_id


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(_("The product that remains has to be one of the two."), field="survivor") from None


def _least(request: PageRequest) -> int:
    return _number(request.GET.get("least", ""))


def _number(text: str) -> int:
    return min(int(text), 100) if text.isascii() and text.isdecimal() else 0


def _address(least: int, after: str, **more: str) -> str:
    given = {"least": str(least) if least else "", "after": after, **more}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('catalog:duplicate-queue')}{f'?{query}' if query else ''}"
