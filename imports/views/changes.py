"""What a run changed in the catalogue: old and new values, product by product."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imports.selectors import find_run
from imports.views.access import PageRequest, page
from imports.views.run import tab_context


@require_safe
@page("read:imports")
def changes(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Changed products of the run, narrowed to one field if wanted."""
    run = find_run(run_id)
    return render(request, "imports/run/changes.html", tab_context(run, "changes"))
