"""Pages of mapping templates: the list, the sheet with mapping and sample rows, recipes in and out."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.access.pages import PageRequest, page, tenant_of, told
from core.context import may_on
from core.errors import InvalidInput, NotFound, PermissionRefused, Refused
from core.paging import page_number, pages_of
from imports.feeds.explanations import cause_title
from imports.feeds.transformations import get_transformation
from imports.forms.policies import identity_words
from imports.forms.templates import RecipeForm, Suppliers, TemplateForm
from imports.selectors.trials import label_of
from imports.services import recipes
from imports.services.recipes import Wishes
from suppliers import selectors, services

PER_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:templates", somewhere=True)
def templates(request: PageRequest) -> HttpResponse:
    """Templates, the most used first, found by a part of their name."""
    search = request.GET.get("q", "").strip()
    found = selectors.template_list(search=search, seen_by=request.user, page=page_number(request), per_page=PER_PAGE)
    context = {"templates": found.items, "page": pages_of(found), "search": search}
    return render(request, "imports/templates/list.html", context)


@form_page
@page("write:templates", somewhere=True)
def add(request: PageRequest) -> HttpResponse:
    """A recipe comes in as a YAML file."""
    form = RecipeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            template_id, _found = _take_in(request, form)
        except PermissionRefused:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("imports:template", template_id)
    return render(request, "imports/templates/import.html", {"form": form}, status=422 if form.errors else 200)


@form_page
@page("read:templates", somewhere=True)
def template(request: PageRequest, template_id: UUID) -> HttpResponse:
    """One template: what it decides in words, its sample rows with their check; a POST changes what it is called."""
    found = selectors.template(template_id, seen_by=request.user)
    form = _form(found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "write:templates", selectors.grantable(found))
        if form.is_valid() and _saved(request, found, form):
            return redirect("imports:template", template_id)
    context = {
        "template": found,
        "identity": identity_words(found.identity),
        "facts": found.facts,
        "lines": _lines(found),
        "form": form,
        "may": may_on(request, selectors.grantable(found)),
        **_checked(found),
    }
    return render(request, "imports/templates/sheet.html", context, status=422 if form.errors else 200)


@require_safe
@page("read:templates", somewhere=True)
def recipe(request: PageRequest, template_id: UUID) -> HttpResponse:
    """The template as a YAML file."""
    text = recipes.export_recipe(template_id, by=request.user)
    name = slugify(selectors.template(template_id).facts.name) or "recipe"
    answer = HttpResponse(text, content_type="application/yaml")
    answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


@require_POST
@page("read:templates", somewhere=True)
def act(request: PageRequest, template_id: UUID, name: str) -> HttpResponse:
    """Delete or duplicate a template, or accept what its sample rows become now."""
    acts = {"delete": _delete, "duplicate": _duplicate, "accept": _accept}
    if name not in acts:
        raise NotFound
    place = request.path.removesuffix(f"act/{name}/")
    made: dict[str, str] = {}
    refused = told(request, lambda: made.update(to=acts[name](request, template_id)), back=place)
    return refused or redirect(made["to"])


def _delete(request: PageRequest, template_id: UUID) -> str:
    services.delete_template(by=request.user, template_id=template_id)
    return "imports:templates"


def _duplicate(request: PageRequest, template_id: UUID) -> str:
    name = _("%(name)s (copy)") % {"name": selectors.template(template_id, seen_by=request.user).facts.name}
    copy = services.duplicate_template(by=request.user, template_id=template_id, name=name[:200])
    return f"/imports/templates/{copy}/"


def _accept(request: PageRequest, template_id: UUID) -> str:
    mapping = selectors.template(template_id, seen_by=request.user).mapping
    recipes.change_template(template_id, {"mapping": mapping}, by=request.user, accept_changes=True)
    return f"/imports/templates/{template_id}/"


def _take_in(request: PageRequest, form: RecipeForm) -> tuple[UUID, list[Any]]:
    values = form.cleaned_data
    wishes = Wishes(values["name"].strip(), replace=values["replace"], accept_changes=values["accept_changes"])
    return recipes.import_recipe(form.text(), wishes, by=request.user, tenant_id=tenant_of(request))


def _form(found: selectors.Template, data: Any) -> TemplateForm:
    facts = found.facts
    suppliers: Suppliers = [(str(one.id), one.name) for one in selectors.all_suppliers()]
    if facts.supplier_id and str(facts.supplier_id) not in dict(suppliers):
        suppliers.append((str(facts.supplier_id), facts.supplier_name))
    initial = {"name": facts.name, "description": facts.description, "is_default": facts.is_default}
    return TemplateForm(data, initial={**initial, "supplier_id": str(facts.supplier_id or "")}, suppliers=suppliers)


def _saved(request: PageRequest, found: selectors.Template, form: TemplateForm) -> bool:
    try:
        recipes.change_template(found.facts.id, form.values(), by=request.user)
    except PermissionRefused:
        raise
    except Refused as error:
        form.add_error("name", str(error))
        return False
    messages.success(request, _("The template is saved."))
    return True


def _lines(found: selectors.Template) -> list[dict[str, Any]]:
    """The mapping in words: field, column or formula or value, the steps on the way, the mode."""
    return [
        {"label": label_of(name), **entry, "steps": _steps(entry)}
        for name, entry in found.mapping.get("fields", {}).items()
    ]


def _steps(entry: dict[str, Any]) -> list[str]:
    return [_step(step["name"]) for step in entry.get("transformations") or ()]


def _step(name: str) -> str:
    """The name of a transformation for people; one that a newer product left out keeps its own."""
    try:
        return str(get_transformation(name).label)
    except InvalidInput:
        return name


def _checked(found: selectors.Template) -> dict[str, Any]:
    """The sample rows, each with what it becomes now other than expected; or why the recipe cannot run."""
    try:
        differences = recipes.check_template(found.facts.id, by=None)
    except InvalidInput as error:
        return {"samples": [], "problem": str(error), "differing": 0}
    samples = []
    for number, sample in enumerate(found.samples, start=1):
        changed = [{**asdict(each), "label": label_of(each.field)} for each in differences if each.row == number]
        fields = [(label_of(name), value) for name, value in sample.get("fields", {}).items()]
        reasons = [cause_title(cause) for cause in sample.get("reasons", ())]
        samples.append({**sample, "number": number, "changed": changed, "values": fields, "reasons": reasons})
    return {"samples": samples, "problem": "", "differing": len({each.row for each in differences})}
