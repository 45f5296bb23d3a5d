"""Templates on the mapping page: those that fit are applied to the draft, and the draft is kept as one."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.access.pages import PageRequest
from core.errors import NotFound, PermissionRefused, Refused
from imports.feeds.layout import data_columns
from imports.feeds.mapping.memory import renamed
from imports.feeds.mapping.model import Mapping
from imports.forms.mapping import Draft
from imports.models import ImportRun
from imports.services.recipes import Wishes, keep_as_template
from suppliers.selectors import TemplateFit, template, template_fits
from suppliers.services import count_template_use


def fits_of(request: PageRequest, run: ImportRun) -> list[TemplateFit]:
    """The templates that have columns of the file, the best one first. One query."""
    columns = data_columns(run.recognition["columns"])
    return template_fits(columns, supplier_id=run.supplier_id, seen_by=request.user)[:20]


def apply_template(request: PageRequest, run: ImportRun, draft: Draft) -> Draft:
    """The template's mapping on the file's columns; fields whose columns are not there stay as they were."""
    try:
        chosen = template(UUID(request.POST.get("template", "")), seen_by=request.user)
    except (ValueError, NotFound):
        return draft
    columns = data_columns(run.recognition["columns"])
    taken = renamed(Mapping.from_json(chosen.mapping), {}, kept=set(columns)).to_json()
    used = {entry["column"] for entry in taken["fields"].values() if entry["column"]}
    before = {name: entry for name, entry in draft.to_json()["fields"].items() if entry["column"] not in used}
    identity = chosen.identity or draft.identity
    count_template_use(chosen.facts.id)
    return Draft.of({**taken, "fields": {**before, **taken["fields"]}}, columns, identity=identity)


def keep_template(request: PageRequest, run: ImportRun, draft: Draft) -> dict[str, Any]:
    """Keep the draft as a template; what the page has to say about it."""
    name = request.POST.get("template_name", "").strip()
    replace = "template_replace" in request.POST
    accept = "template_accept" in request.POST
    try:
        wishes = Wishes(name, replace=replace, accept_changes=accept)
        keep_as_template(run, wishes, by=request.user, mapping=draft.to_json())
    except PermissionRefused:
        raise
    except Refused as error:
        return {"template_problem": str(error), "template_name": name, "template_replace": replace}
    return {"told": _("“%(name)s” is saved.") % {"name": name}}
