"""Changing many products: choose the act, look at its effect, do it; the page of one bulk edit and the list of all."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.bulk_words import REASONS, SENTENCES, act_words
from catalog.models import BulkEdit
from catalog.selectors import categories, changes_of_run, undo_kept
from catalog.selectors.bulk_edits import bulk_edit, bulk_edits, undo_state
from catalog.selectors.finding import category_at
from catalog.selectors.reading import plain_number
from catalog.services import bulk_edits as services
from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.errors import InvalidInput, NotFound
from core.jobs import JobStatus
from core.paging import page_number, pages_of
from suppliers.selectors import all_suppliers

PER_PAGE = 25
POLL_SECONDS = 1
MOST_COUNTED = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def bulk(request: PageRequest) -> HttpResponse:
    """The acts, the options of the chosen one, and what it would do; sent, it is done."""
    given = request.POST if request.method == "POST" else request.GET
    act, options = given.get("act", ""), options_given(given)
    errors: dict[str, Any] = {}
    preview, selection = None, None
    try:
        selection = selection_given(request, given)
        if act and request.method == "POST":
            return _done(request, selection, act, options)
        if act and ("preview" in given or act in ("trash", "restore")):
            preview = services.preview_bulk(selection, act=act, options=options)
    except InvalidInput as error:
        errors = error.params.get("fields") or {"": [str(error)]}
    context = {
        **_form_context(request, given, act),
        "preview": preview,
        "sentence": act_words(act, options) if preview else "",
        "reasons": REASONS,
        "errors": errors,
        "key": uuid4(),
        "chosen_count": selection.count(most=MOST_COUNTED)[0] if selection else 0,
    }
    return render(request, "catalog/bulk/form.html", context, status=422 if errors else 200)


@require_safe
@page("read:products", somewhere=True)
def edits(request: PageRequest) -> HttpResponse:
    """All bulk edits, latest first."""
    found = bulk_edits(page=page_number(request), per_page=PER_PAGE)
    return render(request, "catalog/bulk/list.html", {"edits": found.items, "page": pages_of(found)})


@require_safe
@page("read:products", somewhere=True)
def edit(request: PageRequest, edit_id: UUID) -> HttpResponse:
    """One bulk edit: how far it is, what it changed, what it left out and why; the moving part alone for HTMX."""
    row = bulk_edit(edit_id)
    working = row.status in (JobStatus.PENDING, JobStatus.PROCESSING)
    context: dict[str, Any] = {
        "edit": row,
        "sentence": act_words(row.act, row.options) if row.act != BulkEdit.Act.UNDO else "",
        "reasons": [(REASONS.get(name, name), count) for name, count in row.left_out.items()],
        "poll_seconds": POLL_SECONDS if working else 0,
        "undo": undo_state(row),
    }
    if is_fragment(request):
        return render(request, "catalog/bulk/live.html", context)
    number = page_number(request)
    changes = changes_of_run(row.pk, tenant_id=row.tenant_id, page=number, per_page=PER_PAGE)
    kept = undo_kept(row.pk, tenant_id=row.tenant_id, per_page=PER_PAGE) if row.undoes else None
    context |= {"changes": changes.items, "page": pages_of(changes), "kept": kept}
    return render(request, "catalog/bulk/edit.html", context)


@require_POST
@page("write:products", somewhere=True)
def act(request: PageRequest, edit_id: UUID, name: str) -> HttpResponse:
    """Cancel or undo a bulk edit; the services ask for the right."""
    row = bulk_edit(edit_id)
    back = reverse("catalog:bulk-edit", args=[edit_id])
    if name == "cancel":
        refused = told(request, lambda: services.cancel_bulk(row, by=request.user), back=back)
        if refused is None:
            messages.success(request, _("It ends at its next step; what is done stays and can be undone."))
        return refused or redirect(back)
    if name != "undo":
        raise NotFound
    made: list[BulkEdit] = []
    refused = told(request, lambda: made.append(services.undo_bulk(row, by=request.user)), back=back)
    return refused or redirect("catalog:bulk-edit", made[0].pk)


def selection_given(request: PageRequest, given: QueryDict) -> services.Selection:
    """The products that the address names: single ones, or all of a list; raises InvalidInput."""
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    matching = given.get("matching", "")
    if matching:
        return services.Selection.of_filters(QueryDict("" if matching == "all" else matching), **options)
    try:
        ids = [UUID(text) for text in given.getlist("selected")]
    except ValueError:
        raise InvalidInput(_("The selection holds something that is no product.")) from None
    if not ids:
        raise InvalidInput(_("Select at least one product in the list."))
    return services.Selection.of_ids(ids, **options)


def options_given(given: QueryDict) -> dict[str, Any]:
    """The options of the chosen act: the fields that begin with its name."""
    act = given.get("act", "")
    options: dict[str, Any] = {
        name.partition(".")[2]: str(given[name]).strip() for name in given if name.startswith(f"{act}.")
    }
    for name in ("amount", "quantity"):
        if name in options:
            options[name] = plain_number(options[name])
    if "path" in options:
        options["category_id"] = category_at(options.pop("path")) or ""
    return options


def _done(request: PageRequest, selection: services.Selection, act: str, options: dict[str, Any]) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise InvalidInput(_("This form is incomplete: open it again.")) from None
    made = services.start_bulk(selection, act=act, options=options, by=request.user, key=key)
    return redirect("catalog:bulk-edit", made.pk)


def _form_context(request: PageRequest, given: QueryDict, act: str) -> dict[str, Any]:
    return {
        "given": given,
        "act": act,
        "acts": [(each.value, each.label, SENTENCES[each]) for each in services.CHOSEN],
        "selected": given.getlist("selected"),
        "matching": given.get("matching", ""),
        "price_fields": services.PRICE_FIELDS,
        "roundings": list(services.ROUNDINGS),
        "suppliers": all_suppliers(seen_by=request.user),
        "categories": categories(tenant_of(request)),
    }
