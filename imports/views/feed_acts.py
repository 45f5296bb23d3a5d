"""What a person asks of a feed: run now, run dry, hold, go on; the services check the right and the state."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access.pages import PageRequest, page, told
from imports.services.fetching import request_fetch
from imports.services.rehearsals import rehearse_feed
from suppliers.selectors import require_source, source_settings
from suppliers.services import set_policies

Answer = tuple[str, str]


def _run(request: PageRequest, source_id: UUID) -> Answer:
    request_fetch(source_id, by=request.user)
    return _("The files are being fetched: this page shows what comes."), reverse("imports:feed", args=[source_id])


def _dry_run(request: PageRequest, source_id: UUID) -> Answer:
    run = rehearse_feed(source_id, by=request.user)
    return "", reverse("imports:dry-run", args=[run.pk])


def _hold(request: PageRequest, source_id: UUID) -> Answer:
    set_policies(by=request.user, source_id=source_id, values={"is_active": False})
    return _("The feed is on hold: nothing is fetched or taken in."), reverse("imports:feed", args=[source_id])


def _resume(request: PageRequest, source_id: UUID) -> Answer:
    set_policies(by=request.user, source_id=source_id, values={"is_active": True})
    return _("The feed is switched on again."), reverse("imports:feed", args=[source_id])


ACTS: dict[str, Callable[[PageRequest, UUID], Answer]] = {
    "run": _run,
    "dry-run": _dry_run,
    "hold": _hold,
    "resume": _resume,
}


@require_POST
@page("read:suppliers", somewhere=True)
def act(request: PageRequest, source_id: UUID, name: str) -> HttpResponse:
    """Ask; then show the page on which the answer is seen. A refusal is told on the feed's own page."""
    if name not in ACTS:
        raise Http404
    require_source(request.user, "read:suppliers", source_settings(source_id).id)
    done: list[Answer] = []
    back = reverse("imports:feed", args=[source_id])
    refused = told(request, lambda: done.append(ACTS[name](request, source_id)), back=back)
    if refused:
        return refused
    text, address = done[0]
    if text:
        messages.success(request, text)
    return redirect(address)
