"""What a person asks of a run; the services check the right and the state."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.access.pages import PageRequest, page, told
from imports import services
from imports.models import ImportRun
from imports.selectors import find_run

Act = Callable[..., Any]
# act -> service, and what is said when it was done
ACTS: dict[str, tuple[Act, Any]] = {
    "start": (services.start_run, ""),
    "dry-run": (services.start_dry_run, ""),
    "pause": (services.pause_run, _("The run pauses at the end of the block it works on.")),
    "resume": (services.resume_run, _("The run goes on.")),
    "cancel": (services.cancel_run, _("The run ends. What was imported before stays and can be undone.")),
    "release": (services.release_run, _("Your approval is noted.")),
    "refuse": (services.refuse_run, _("The run was refused: nothing of the file was imported.")),
    "retry": (services.retry_run, _("The run is queued again and goes on where it stopped.")),
    "undo": (services.undo_run, _("The run is being undone: this page shows how far it is.")),
    "delete": (services.delete_run, _("The run was deleted.")),
}


@require_POST
@page("read:imports", somewhere=True)
def act(request: PageRequest, run_id: UUID, name: str) -> HttpResponse:
    """Ask; then show the page on which the answer is seen. A refusal is told on the run's own page."""
    if name not in ACTS:
        raise Http404
    run = find_run(run_id, seen_by=request.user)
    service, text = ACTS[name]
    done: list[Any] = []
    refused = told(request, lambda: done.append(service(run, by=request.user)), back=_back(run, name))
    if refused:
        return refused
    if text:
        messages.success(request, str(text))
    return redirect(_next(run, name, done[0]))


def _back(run: ImportRun, name: str) -> str:
    return reverse("imports:dry-run" if name in ("start", "dry-run") else "imports:run", kwargs={"run_id": run.pk})


def _next(run: ImportRun, name: str, answer: Any) -> str:
    if name == "delete":
        return reverse("imports:runs")
    if name == "dry-run":
        return reverse("imports:dry-run", kwargs={"run_id": run.pk})
    concerned = answer.pk if isinstance(answer, ImportRun) else run.pk
    return reverse("imports:run", kwargs={"run_id": concerned})
