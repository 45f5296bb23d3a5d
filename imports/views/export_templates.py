"""Export templates: predefined ones to start from, own ones to change, duplicate, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.selectors.flat import flat_columns
from core.access import allowed
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import Refused
from core.forms import refusals_in
from imports.exports.columns import columns_of
from imports.exports.presets import PRESETS
from imports.forms.exports import OptionsForm, TemplateForm, columns_in, conversion_choices
from imports.services.exports import templates
from imports.services.exports.layouts import ChosenLayout, layout_of, template_row, visible_templates
from imports.services.exports.making import ExportRequest
from imports.views.export_new import previewed

form_page = require_http_methods(["GET", "HEAD", "POST"])
BLANK_ROWS = 3


@require_safe
@page("read:exports")
def templates_page(request: PageRequest) -> HttpResponse:
    """Own templates, and the predefined ones."""
    own = [(row, len(row.columns), _may_change(request, row.owner_id)) for row in visible_templates(request.user)]
    presets = [(layout, len(layout.columns) if layout.columns is not None else None) for layout in PRESETS.values()]
    context = {"tab": "templates", "own": own, "presets": presets}
    return render(request, "imports/exports/templates.html", context)


@form_page
@page("write:exports")
def new(request: PageRequest) -> HttpResponse:
    """A template made from a layout."""
    base = layout_of(request.GET.get("layout") or "standard", seen_by=request.user)
    initial = _initial(base) | {"name": _("Copy of %(name)s") % {"name": base.name}}

    def made(values: dict[str, Any]) -> str:
        row = templates.create_template(tenant_id=tenant_of(request), by=request.user, layout=base.code, **values)
        return row.name

    return _edited(request, base, initial, made)


@form_page
@page("write:exports")
def edit(request: PageRequest, layout_id: UUID) -> HttpResponse:
    """Change a template."""
    row = template_row(layout_id, seen_by=request.user)
    base = layout_of(str(row.pk), seen_by=request.user)
    initial = _initial(base) | {"name": row.name, "is_shared": row.is_shared, "is_default": row.is_default}

    def changed(values: dict[str, Any]) -> str:
        return templates.change_template(row.pk, by=request.user, values=values).name

    return _edited(request, base, initial, changed, row=row)


@require_POST
@page("write:exports")
def act(request: PageRequest, layout_id: UUID, name: str) -> HttpResponse:
    """Remove a template."""
    if name != "delete":
        raise Http404
    row = template_row(layout_id, seen_by=request.user)
    back = reverse("exports:templates")
    refused = told(request, lambda: templates.delete_template(row.pk, by=request.user), back=back)
    if refused:
        return refused
    messages.success(request, _("The template was removed."))
    return redirect(back)


def _edited(
    request: PageRequest, base: ChosenLayout, initial: dict[str, Any], save: Any, *, row: Any = None
) -> HttpResponse:
    """The form; saved, or with the first rows of what it describes."""
    form = TemplateForm(request.POST or None, initial=initial, may_manage=allowed(request.user, "manage:exports"))
    columns = columns_in(request.POST) if request.method == "POST" else [each.to_json() for each in base.columns]
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            context = _preview(request, base, columns)
            if request.headers.get("HX-Request"):
                return render(request, "imports/exports/preview.html", context)
        else:
            with refusals_in(form):
                values = form.values()
                # What the form does not ask stays as the layout has it: a shop's file gets no byte order mark.
                kept = {name: value for name, value in base.options.items() if name not in OptionsForm.base_fields}
                name = save({**values, "options": kept | values["options"], "columns": columns})
                messages.success(request, _("The template “%(name)s” is saved.") % {"name": name})
                return redirect("exports:templates")
    context |= {
        "tab": "templates",
        "form": form,
        "row": row,
        "base": base,
        "columns": [*enumerate(columns, start=1), *((len(columns) + n, {}) for n in range(1, BLANK_ROWS + 1))],
        "known": flat_columns(),
        "conversions": conversion_choices(),
    }
    return render(request, "imports/exports/template.html", context, status=422 if form.errors else 200)


def _preview(request: PageRequest, base: ChosenLayout, columns: list[dict[str, Any]]) -> dict[str, Any]:
    try:
        return previewed(request, ExportRequest(layout=base.code, columns=tuple(columns_of(columns))))
    except Refused as error:
        return {"preview_error": str(error)}


def _initial(base: ChosenLayout) -> dict[str, Any]:
    rules = {"statuses": list(base.rules.statuses), "min_completeness": base.rules.min_completeness}
    return {**OptionsForm.first_answers(base.options), **rules, "format": base.format}


def _may_change(request: PageRequest, owner_id: Any) -> bool:
    return allowed(request.user, "write:exports" if owner_id == request.user.pk else "manage:exports")
