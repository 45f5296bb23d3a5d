"""What a person asks of an export, and the files they take."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.access.pages import PageRequest, page, told
from core.files import open_file
from core.tenancy import tenant_scope
from imports.models import Export
from imports.selectors.exports import find_export
from imports.services import exports as services
from imports.services.exports.links import export_behind

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "cancel": (services.cancel_export, _("The export ends.")),
    "retry": (services.retry_export, _("The export is queued again and goes on where it stopped.")),
    "repeat": (services.repeat_export, _("The same is exported again, with the products of now.")),
    "delete": (services.delete_export, _("The export was deleted.")),
}


@require_POST
@page("write:exports")
def act(request: PageRequest, export_id: UUID, name: str) -> HttpResponse:
    """Ask; a refusal is told on the export's own page."""
    if name not in ACTS:
        raise Http404
    export = find_export(export_id, seen_by=request.user)
    service, text = ACTS[name]
    done: list[Any] = []
    back = reverse("exports:export", kwargs={"export_id": export.pk})
    refused = told(request, lambda: done.append(service(export.pk, by=request.user)), back=back)
    if refused:
        return refused
    messages.success(request, str(text))
    if name == "delete":
        return redirect("exports:exports")
    return redirect("exports:export", export_id=done[0].pk)


@require_safe
@page("read:exports")
def download(request: PageRequest, export_id: UUID, what: str) -> HttpResponseBase:
    """The file, the ZIP of the images, or the list of what was left out."""
    export = find_export(export_id, seen_by=request.user)
    response = _file(export, what)
    services.note_download(export, what=what)
    return response


@require_safe
def linked(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file behind a signed link, for programs that were told of it by a webhook."""
    export = export_behind(token)
    if export is None:
        raise Http404
    with tenant_scope(export.tenant_id):
        response = _file(export, "file")
        services.note_download(export, what="file")
    return response


def _file(export: Export, what: str) -> FileResponse:
    stem = export.file_name.rpartition(".")[0] or "export"
    places = {
        "file": (export.file_key, export.file_name),
        "images": (export.images_key, f"{stem}-images.zip"),
        "left-out": (export.excluded_key, f"{stem}-left-out.csv"),
    }
    key, name = places.get(what, ("", ""))
    if not key:
        raise Http404
    try:
        return FileResponse(open_file(key), as_attachment=True, filename=name)
    except FileNotFoundError as error:
        raise Http404 from error
