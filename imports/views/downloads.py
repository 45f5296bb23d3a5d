"""Files to take home: the supplier's file, the report, the findings, held rows, the list of runs."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any
from uuid import UUID

from django.http import FileResponse, Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.files import open_file
from core.tabular.writers import write_csv, write_xlsx
from imports.errors import RunNotFound
from imports.forms.held_rows import filters_of
from imports.selectors import find_run, held_table, issue_table, run_report
from imports.selectors.job_table import job_table
from imports.services import note_held_rows_taken, note_jobs_taken, note_taken
from imports.views.runs import chosen_runs

IN_MEMORY = 4 * 1024 * 1024
WRITERS: dict[str, Any] = {"csv": write_csv, "xlsx": write_xlsx}


@require_safe
@page("read:imports", somewhere=True)
def source_file(request: PageRequest, run_id: UUID) -> HttpResponseBase:
    """The file as the supplier sent it."""
    run = find_run(run_id, seen_by=request.user)
    if run.source_file is None:
        raise RunNotFound
    try:
        content = open_file(run.source_file.key)
    except FileNotFoundError as error:
        raise Http404 from error
    note_taken(run)
    return _attached(content, run.source_file.name)


@require_safe
@page("read:imports", somewhere=True)
def report(request: PageRequest, run_id: UUID, form: str) -> HttpResponseBase:
    """The report as JSON, or the findings row by row as CSV."""
    run = find_run(run_id, seen_by=request.user)
    name = f"import-{str(run.pk)[:8]}"
    if form in ("json", "csv"):
        note_taken(run, report=True)
    if form == "json":
        response = JsonResponse(run_report(run), json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if form != "csv":
        raise Http404
    header, rows = issue_table(run)
    return _written("csv", f"{name}-findings", header, rows)


@require_safe
@page("read:imports", somewhere=True)
def held_rows(request: PageRequest, form: str) -> HttpResponseBase:
    """Held rows with their reasons, as a file that can be corrected and uploaded again."""
    if form not in WRITERS:
        raise Http404
    filters = filters_of(request.GET, seen_by=request.user)
    header, rows = held_table(filters)
    note_held_rows_taken(tenant_id=tenant_of(request), form=form, filters=filters)
    return _written(form, f"held-rows-{timezone.localdate():%Y-%m-%d}", header, rows)


@require_safe
@page("read:imports", somewhere=True)
def jobs(request: PageRequest) -> HttpResponseBase:
    """The list of runs as it is filtered."""
    filters = chosen_runs(request)[1]
    header, rows = job_table(filters)
    note_jobs_taken(tenant_id=tenant_of(request), filters=filters)
    return _written("csv", f"imports-{timezone.localtime():%Y%m%d-%H%M%S}", header, rows)


def _written(form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    # Closed by the response once it is sent.
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    WRITERS[form](target, header, rows)
    target.seek(0)
    return _attached(target, f"{name}.{form}")


def _attached(content: IO[bytes] | Any, name: str) -> FileResponse:
    return FileResponse(content, as_attachment=True, filename=name)
