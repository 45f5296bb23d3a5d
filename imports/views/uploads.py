"""The first step of the wizard: files come in."""

from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.access import allowed
from core.access.pages import PageRequest, page, tenant_of
from core.errors import PermissionRefused, Refused
from core.tabular import UnreadableFile
from imports.forms.uploads import NEW, UploadForm
from imports.models import ImportRun
from imports.services import Upload, upload_file
from suppliers.selectors import FETCHED, Feed, SupplierFacts, all_suppliers, feeds_of, source_settings
from suppliers.services import create_supplier

SHOWN_FEEDS = 8


@dataclass
class Received:
    """What became of the files of one upload: runs that are prepared, runs whose file was refused."""

    prepared: list[ImportRun] = field(default_factory=list)
    refused: list[tuple[str, UnreadableFile]] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:imports", somewhere=True)
def new(request: PageRequest) -> HttpResponse:
    """Upload one or several files of a supplier; each becomes a run."""
    known = all_suppliers(seen_by=request.user, permission="write:imports")
    feeds = feeds_of(supplier_ids=[supplier.id for supplier in known])
    form = _form(request, known, feeds)
    if request.method == "POST" and form.is_valid():
        try:
            return _next_step(request, _receive(request, form))
        except PermissionRefused:
            raise
        except Refused as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    chosen = form["supplier"].value()
    context = {
        "form": form,
        "feeds": [feed for feed in feeds if feed.is_active][:SHOWN_FEEDS],
        "fetched": FETCHED,
        "connect_to": chosen if chosen in {str(supplier.id) for supplier in known} else "",
    }
    return render(request, "imports/new.html", context, status=status)


def _form(request: PageRequest, known: list[SupplierFacts], feeds: list[Feed]) -> UploadForm:
    suppliers = [(str(supplier.id), f"{supplier.name} ({supplier.code})") for supplier in known]
    options: dict[str, Any] = {
        "suppliers": suppliers,
        "sources": [(str(feed.id), f"{feed.supplier_name}: {feed.name}") for feed in feeds],
        "may_add": allowed(request.user, "write:suppliers"),
    }
    if request.method == "POST":
        return UploadForm(request.POST, request.FILES, **options)
    first = suppliers[0][0] if suppliers else NEW
    wanted = next((feed for feed in feeds if str(feed.id) == request.GET.get("source")), None)
    answers: dict[str, Any] = {"supplier": request.GET.get("supplier", first)}
    if wanted:
        answers = {"supplier": str(wanted.supplier_id), "source": str(wanted.id), "full": wanted.import_type == "full"}
    return UploadForm(initial=answers, **options)


def _receive(request: PageRequest, form: UploadForm) -> Received:
    source_id = form.source_id
    supplier_id = source_settings(source_id).supplier_id if source_id else _supplier(request, form)
    received = Received()
    for sent in form.cleaned_data["files"]:
        upload = replace(_upload(sent, supplier_id, is_full=form.cleaned_data["full"]), source_id=source_id)
        try:
            received.prepared.append(upload_file(upload, tenant_id=tenant_of(request), by=request.user))
        except UnreadableFile as error:
            received.refused.append((upload.name, error))
    return received


def _supplier(request: PageRequest, form: UploadForm) -> UUID:
    if not form.is_new_supplier:
        return form.supplier_id
    values = form.cleaned_data
    return create_supplier(
        by=request.user, tenant_id=tenant_of(request), code=values["code"], name=values["name"] or values["code"]
    )


def _upload(sent: UploadedFile, supplier_id: UUID, *, is_full: bool) -> Upload:
    """A file whose kind is not chosen is what its source says."""
    partial = False if is_full else None
    return Upload(supplier_id=supplier_id, name=sent.name or "-", content=cast(Any, sent.file), is_partial=partial)


def _next_step(request: PageRequest, received: Received) -> HttpResponse:
    """One file goes on in the wizard; several are told and found in the list."""
    if len(received.prepared) == 1 and not received.refused:
        run = received.prepared[0]
        ready = run.stage == ImportRun.Stage.READY
        return redirect("imports:dry-run" if ready else "imports:reading", run_id=run.pk)
    if not received.prepared and len(received.refused) == 1:
        return redirect("imports:reading", run_id=received.refused[0][1].params["run_id"])
    count = len(received.prepared)
    if count:
        text = ngettext("%(count)s file is ready to be checked.", "%(count)s files are ready to be checked.", count)
        messages.success(request, text % {"count": count})
    for name, error in received.refused:
        messages.error(request, _("%(file)s: %(reason)s") % {"file": name, "reason": error})
    return redirect("imports:runs")
