"""What a run changed in the catalogue: old and new values, product by product."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.selectors import changes_of_run, label_of, run_change_counts
from core.access.pages import PageRequest, page, tenant_of
from core.paging import page_number, pages_of
from imports.selectors import find_run
from imports.views.run import tab_context

PER_PAGE = 25
KINDS = ("created", "updated", "removed")


@require_safe
@page("read:imports", somewhere=True)
def changes(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Products the run made, changed or removed, narrowed to one kind or one field if wanted."""
    run = find_run(run_id, seen_by=request.user)
    field, kind = request.GET.get("field", ""), request.GET.get("kind", "")
    tenant_id = tenant_of(request)
    found = changes_of_run(
        run.pk,
        tenant_id=tenant_id,
        field=field or None,
        kind=kind if kind in KINDS else None,
        page=page_number(request),
        per_page=PER_PAGE,
    )
    counts = run_change_counts(run.pk, tenant_id=tenant_id)
    context: dict[str, Any] = {
        "found": found,
        "page": pages_of(found),
        "counts": counts,
        "fields": [(name, label_of(name), number) for name, number in counts["fields"].items()],
        "field": field,
        "field_label": label_of(field) if field else "",
        "kind": kind,
    }
    return render(request, "imports/run/changes.html", {**tab_context(request, run, "changes"), **context})
