"""A new export: products, template, format, destination; its first rows before it is made."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access.pages import PageRequest, page, tenant_of
from core.errors import NotFound, Refused
from core.forms import refusals_in
from core.models import SavedView
from imports.exports import selection as choosing
from imports.exports.engine import preview as first_rows
from imports.exports.presets import PRESETS
from imports.forms.exports import WishForm
from imports.models import ExportTemplate
from imports.selectors.exports import destinations
from imports.services.exports import start_export
from imports.services.exports.layouts import visible_templates
from imports.services.exports.making import ExportRequest, plan_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
PREVIEW_ROWS = 10


@form_page
@page("write:exports")
def new(request: PageRequest) -> HttpResponse:
    """Choose, look, start."""
    form = wish_form(request)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            try:
                export = start_export(form.request(), tenant_id=tenant_of(request), by=request.user)
            except NotFound as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The export is being made; you may leave this page."))
                return redirect("exports:export", export_id=export.pk)
    context = {"tab": "exports", "form": form, "presets": PRESETS.values(), "counted": counted(request, form)}
    return render(request, "imports/exports/new.html", context, status=422 if form.errors else 200)


@require_POST
@page("write:exports")
def preview(request: PageRequest) -> HttpResponse:
    """The first rows of what the form describes."""
    form = wish_form(request)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            context = previewed(request, form.request())
        except Refused as error:
            context = {"preview_error": str(error)}
    else:
        context = {"preview_error": _("The form is not complete.")}
    return render(request, "imports/exports/preview.html", context)


def previewed(request: PageRequest, wish: ExportRequest) -> dict[str, Any]:
    """Headings and first rows. Raises Refused."""
    plan, _form = plan_of(wish, seen_by=request.user)
    headers, rows = first_rows(plan, tenant_id=tenant_of(request), seen_by=request.user, rows=PREVIEW_ROWS)
    return {"headers": headers, "rows": rows.rows()}


def wish_form(request: PageRequest, initial: dict[str, Any] | None = None) -> WishForm:
    """The form with the layouts, views and destinations that the person may choose."""
    own = list(visible_templates(request.user))
    given = QueryDict(mutable=True)
    for name, texts in request.GET.lists():
        if name not in ("layout", "format", "view", "page"):
            given.setlist(name, [text for text in texts if text])
    query = "&".join([given.urlencode()]) if any(given.values()) else ""
    first = {
        "selection": "ids" if "id" in given else "filters" if query else "all",
        "query": query,
        "layout": request.GET.get("layout") or _proposed(own),
        "format": request.GET.get("format", ""),
        "view_id": request.GET.get("view", ""),
        "images": "urls",
        **(initial or {}),
    }
    if request.GET.get("view"):
        first["selection"] = "view"
    return WishForm(
        request.POST or None,
        initial=first,
        layouts=layout_choices(own),
        views=_views(request),
        destinations=[(str(row.pk), row.name) for row in destinations(active_only=True)],
    )


def layout_choices(own: list[ExportTemplate]) -> list[tuple[Any, Any]]:
    """Own templates, then the predefined ones."""
    predefined = [(layout.code, layout.name) for layout in PRESETS.values()]
    groups: list[tuple[Any, Any]] = [(_("Predefined"), predefined)]
    return [(_("Own templates"), [(str(row.pk), row.name) for row in own]), *groups] if own else groups


def counted(request: PageRequest, form: WishForm) -> int | None:
    """How many products the filters of the address leave, about."""
    query = form["query"].value()
    if not query:
        return None
    known = QueryDict(query)
    if "id" in known:
        return len(known.getlist("id"))
    try:
        filters = choosing.filters_to_act_on(known, seen_by=request.user)
    except Refused:
        return None
    return choosing.count(tenant_of(request), filters)


def _proposed(own: list[ExportTemplate]) -> str:
    return next((str(row.pk) for row in own if row.is_default), "standard")


def _views(request: PageRequest) -> list[tuple[str, str]]:
    seen = SavedView.objects.filter(Q(owner=request.user) | Q(is_shared=True), page="products")
    return [(str(pk), name) for pk, name in seen.values_list("pk", "name")]
