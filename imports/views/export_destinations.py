"""Destinations of exports: where files go, tried before they are saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.errors import Conflict, InvalidInput
from core.forms import refusals_in
from imports.forms.exports import DestinationForm, DestinationNameForm
from imports.models import ExportDestination
from imports.selectors.exports import destinations
from imports.services.exports import connections

form_page = require_http_methods(["GET", "HEAD", "POST"])
MANAGE = "manage:exports"
Kind = ExportDestination.Kind
ICONS = {
    "s3": "database",
    "ftp": "folder-tree",
    "ftps": "folder-tree",
    "sftp": "lock",
    "email": "mail",
    "webhook": "webhook",
}


@require_safe
@page(MANAGE)
def destinations_page(request: PageRequest) -> HttpResponse:
    """All destinations."""
    rows = [(row, ICONS[row.kind], _place(row)) for row in destinations()]
    kinds = [(kind, label, ICONS[kind]) for kind, label in Kind.choices]
    context = {"tab": "destinations", "rows": rows, "kinds": kinds}
    return render(request, "imports/exports/destinations.html", context)


@form_page
@page(MANAGE)
def new(request: PageRequest) -> HttpResponse:
    """A new destination of a kind."""
    kind = request.POST.get("kind") or request.GET.get("kind") or Kind.SFTP
    if kind not in Kind.values:
        raise Http404
    return _form_page(request, kind, None)


@form_page
@page(MANAGE)
def edit(request: PageRequest, destination_id: UUID) -> HttpResponse:
    """Change a destination."""
    row = connections.find_destination(destination_id)
    return _form_page(request, row.kind, row)


@require_POST
@page(MANAGE)
def act(request: PageRequest, destination_id: UUID, name: str) -> HttpResponse:
    """Switch on or off, try, remove."""
    row = connections.find_destination(destination_id)
    acts: dict[str, Any] = {
        "on": (
            lambda: connections.change_destination(row.pk, by=request.user, is_active=True),
            _("It is active again."),
        ),
        "off": (lambda: connections.change_destination(row.pk, by=request.user, is_active=False), _("It rests.")),
        "delete": (lambda: connections.delete_destination(row.pk, by=request.user), _("The destination was removed.")),
        "test": (lambda: _tried(request, row), ""),
    }
    if name not in acts:
        raise Http404
    work, text = acts[name]
    back = reverse("exports:destinations")
    done: list[Any] = []
    refused = told(request, lambda: done.append(work()), back=back)
    if refused:
        return refused
    messages.success(request, text or str(done[0]))
    return redirect(back)


def _tried(request: PageRequest, row: ExportDestination) -> str:
    return connections.try_destination(
        by=request.user, tenant_id=tenant_of(request), kind=row.kind, destination_id=row.pk
    )


def _form_page(request: PageRequest, kind: str, row: ExportDestination | None) -> HttpResponse:
    kept = connections.shown_connection(row) if row else None
    data = request.POST if request.method == "POST" else None
    form = DestinationForm(data, kind=kind, kept=kept)
    naming = DestinationNameForm(data, initial={"name": row.name if row else Kind(kind).label})
    wish = request.POST.get("do", "") if data is not None else ""
    context: dict[str, Any] = {
        "tab": "destinations",
        "form": form,
        "naming": naming,
        "kind": kind,
        "kind_label": Kind(kind).label,
        "row": row,
        "fields_wish": '{"do": "fields"}',
    }
    if wish == "fields":
        form.is_valid()
        return render(request, "imports/feed/connection_fields.html", context)
    if wish == "test" and form.is_valid():
        context |= _trial(request, kind, row, form)
        if is_fragment(request):
            return render(request, "imports/exports/trial.html", context)
    elif wish == "save" and form.is_valid() and naming.is_valid():
        saved = _saved(request, kind, row, form, naming)
        if saved is not None:
            return saved
    wrong = form.is_bound and (form.errors or naming.errors)
    return render(request, "imports/exports/destination.html", context, status=422 if wrong else 200)


def _saved(
    request: PageRequest, kind: str, row: ExportDestination | None, form: DestinationForm, naming: DestinationNameForm
) -> HttpResponse | None:
    answers: dict[str, Any] = {"connection": form.connection(), "secrets": form.secrets(), **naming.cleaned_data}
    with refusals_in(form):
        try:
            if row is not None:
                connections.change_destination(row.pk, by=request.user, **answers)
            else:
                connections.create_destination(tenant_id=tenant_of(request), by=request.user, kind=kind, **answers)
        except Conflict as error:
            naming.add_error("name", str(error))
            return None
        messages.success(request, _("The destination is saved."))
        return redirect("exports:destinations")
    return None


def _trial(request: PageRequest, kind: str, row: ExportDestination | None, form: DestinationForm) -> dict[str, Any]:
    try:
        sentence = connections.try_destination(
            by=request.user,
            tenant_id=tenant_of(request),
            kind=kind,
            destination_id=row.pk if row else None,
            connection=form.connection(),
            secrets=form.secrets(),
        )
    except InvalidInput as error:
        return {"trial_error": str(error)}
    return {"trial": sentence}


def _place(row: ExportDestination) -> str:
    """Where it leads, shortly."""
    known = row.connection
    if row.kind == Kind.S3:
        return f"{known.get('bucket', '')}/{known.get('prefix', '')}".rstrip("/")
    if row.kind == Kind.EMAIL:
        return ", ".join(str(known.get("recipients", "")).split())
    host = str(known.get("host", ""))
    return f"{host}/{known.get('directory', '')}".rstrip("/") if host else ""
