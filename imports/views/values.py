"""Words of suppliers: those of a run that wait for a meaning, and all that have one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.access import allowed
from core.access.pages import PageRequest, page, tenant_of, told
from core.context import may_on
from core.paging import page_number, pages_of
from imports.models import ImportRun
from imports.selectors import find_run, possible_requests
from imports.selectors.formulas import expression_sample
from imports.selectors.trials import label_of
from imports.selectors.unread import words_of_feeds
from imports.selectors.values import LOOKED_AT, run_words
from imports.services.values import confirm_run_values
from imports.views.facts import facts_of
from imports.views.wizard import steps_of
from suppliers.selectors import value_map_fields, value_map_list
from suppliers.services import Meaning, confirm_values, remove_values

PER_PAGE = 50
MOST_LINES = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:imports", somewhere=True)
def values(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Words of the run's file without a meaning; a POST gives those that were filled in theirs."""
    run = find_run(run_id, seen_by=request.user)
    address = reverse("imports:run", args=[run.pk]) if request.POST.get("back") == "run" else request.path
    if request.method == "POST":
        return told(request, lambda: _confirm(request, run), back=address) or redirect(address)
    words = run_words(run)
    context = {
        "run": run,
        "facts": facts_of(run),
        "steps": steps_of(run, current="values"),
        "possible": possible_requests(run),
        "words": [(word, label_of(word.field)) for word in words],
        "guessed": sum(word.guess is not None for word in words),
        "looked_at": LOOKED_AT,
        "may": may_on(request, run),
        "may_confirm": allowed(request.user, "write:suppliers", run),
        "can_go_on": "dry_run" in possible_requests(run),
    }
    return render(request, "imports/values/run.html", context)


def _confirm(request: PageRequest, run: ImportRun) -> None:
    meanings = _filled(request.POST)
    count = confirm_run_values(run, meanings, by=request.user, for_all=request.POST.get("for_all") == "on")
    sentence = ngettext("%(count)s value has a meaning now.", "%(count)s values have a meaning now.", count)
    messages.success(request, sentence % {"count": count})


def _filled(data: QueryDict) -> list[Meaning]:
    """The lines with a meaning; `only` is the line whose own button was pressed."""
    only = data.get("only", "")
    numbers = (
        [only] if only.isdecimal() else [str(number) for number in range(MOST_LINES) if f"v{number}-field" in data]
    )
    lines = [tuple(data.get(f"v{number}-{part}", "") for part in ("field", "value", "target")) for number in numbers]
    return [Meaning(*line) for line in lines if line[2].strip()]


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:suppliers", somewhere=True)
def value_maps(request: PageRequest) -> HttpResponse:
    """All words with their meanings; a POST changes one or forgets it."""
    if request.method == "POST":
        address = request.get_full_path()
        return told(request, lambda: _change(request), back=address) or redirect(address)
    search, field = request.GET.get("q", "").strip(), request.GET.get("field", "")
    found = value_map_list(
        search=search, field=field, seen_by=request.user, page=page_number(request), per_page=PER_PAGE
    )
    context = {
        "rows": [(row, label_of(row.field)) for row in found.items],
        "page": pages_of(found),
        "search": search,
        "field": field,
        "waiting": []
        if search or field
        else [(one, label_of(one.word.field)) for one in words_of_feeds(seen_by=request.user)],
        "fields": [(name, label_of(name)) for name in value_map_fields(seen_by=request.user)],
    }
    return render(request, "imports/values/list.html", context)


def _change(request: PageRequest) -> None:
    if request.POST.get("remove"):
        remove_values(by=request.user, ids=[UUID(request.POST["remove"])])
        messages.success(request, _("The value is forgotten; the next import takes it as it comes."))
        return
    meaning = Meaning(*(request.POST.get(name, "") for name in ("field", "value", "target")))
    source_id = UUID(request.POST["source_id"]) if request.POST.get("source_id") else None
    confirm_values(by=request.user, tenant_id=tenant_of(request), meanings=[meaning], source_id=source_id)
    messages.success(request, _("The meaning is kept; the next import follows it."))


@require_safe
@page("read:imports", somewhere=True)
def expression(request: PageRequest, run_id: UUID) -> HttpResponse:
    """What an expression gives for the first rows, or where it is wrong: a fragment of the mapping page."""
    run = find_run(run_id, seen_by=request.user)
    # On the mapping page each line's input has a name of its own.
    name = f"l{request.GET['line']}-expression" if "line" in request.GET else "expression"
    text, column = request.GET.get(name, ""), request.GET.get("column", "")
    sample = expression_sample(run, text, column=column)
    place = (text[: sample.position], text[sample.position :]) if sample.error and text.strip() else None
    return render(request, "imports/mapping/expression.html", {"sample": sample, "place": place})
