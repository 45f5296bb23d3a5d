"""Templates as feed recipes: made from a run, changed only with their sample rows looked at, exported and imported."""

from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.access import require
from core.models import User
from imports.errors import SamplesDiffer
from imports.feeds.layout import check_mapping, data_columns
from imports.feeds.mapping.model import Mapping
from imports.feeds.recipes import Decisions, Difference, Recipe, choose_samples, differences, read_recipe, read_samples
from imports.feeds.recipes.decisions import with_decimal_marks
from imports.feeds.recipes.document import write_recipe
from imports.feeds.recipes.samples import renewed
from imports.models import ImportRun
from imports.selectors.samples import file_sample
from suppliers import selectors, services
from suppliers.errors import TemplateNameTaken
from suppliers.folding import value_key
from suppliers.selectors import Template, source_settings, value_maps_for
from suppliers.services.templates import CONTENT

DECIDING = frozenset({"mapping", "identity", "rules", "filters", "value_maps", "samples"})
_TOLD = 3


@dataclass(frozen=True)
class Wishes:
    """How a template is kept: its name, whose it is, and what may be overwritten.

    `replace`: one of this name takes the new content. `accept_changes`: sample rows may become something else.
    """

    name: str
    description: str = ""
    supplier_id: UUID | None = None
    is_default: bool = False
    replace: bool = False
    accept_changes: bool = False


def keep_as_template(
    run: ImportRun, wishes: Wishes, *, by: User | None, mapping: dict[str, Any] | None = None
) -> tuple[UUID, list[Difference]]:
    """Make a template of a run's mapping (or of this one for its file), with the source's rules and a few sample rows.

    Returns its id and what its sample rows became other than before (only when it replaces one). Raises InvalidInput
    and MappingIncomplete for a mapping that cannot be used, TemplateNameTaken, SamplesDiffer, PermissionRefused.
    """
    if by is not None:
        require(by, "read:imports", run)
    checked = check_mapping(Mapping.from_json(mapping or run.mapping), run.recognition, identity=run.identity)
    source = source_settings(run.source_id)
    content: dict[str, Any] = {
        "columns": list(data_columns(run.recognition["columns"])),
        "reading": dict(run.reading),
        "mapping": with_decimal_marks(checked.mapping.to_json(), run.recognition.get("decimal")),
        "identity": list(checked.identity),
        "rules": source.rules,
        "filters": source.filters,
        "value_maps": {
            name: words for name, words in value_maps_for(run.source_id).items() if name in checked.mapping.fields
        },
    }
    known = _known(wishes)
    content["samples"] = (known.samples if known else []) or _samples_of(run, content)
    return _keep(content, wishes, known, by=by, tenant_id=run.tenant_id)


def change_template(
    template_id: UUID, values: Table[str, Any], *, by: User | None, accept_changes: bool = False
) -> list[Difference]:
    """Change a template; its sample rows are run through the new decisions first.

    Returns what they become other than before, which is then what is expected of them. Raises SamplesDiffer with the
    rows and fields unless `accept_changes`, and what `suppliers.services.update_template` raises.
    """
    template = selectors.template(template_id, seen_by=by)
    if not DECIDING & set(values):
        services.update_template(by=by, template_id=template_id, values=values)
        return []
    content = {**content_of(template), **{name: value for name, value in values.items() if name in DECIDING}}
    changed, content = _rechecked(content, accept_changes=accept_changes)
    written = {**values, **{name: content[name] for name in ("mapping", "samples")}}
    services.update_template(by=by, template_id=template_id, values=written)
    return changed


def check_template(template_id: UUID, *, by: User | None) -> list[Difference]:
    """What the sample rows of a template become other than expected, by the present state of the engine."""
    template = selectors.template(template_id, seen_by=by)
    return differences(read_samples(template.samples), Decisions.of(content_of(template)))


def export_recipe(template_id: UUID, *, by: User | None) -> str:
    """The template as a YAML document; raises NotFound, PermissionRefused without `read:templates`."""
    template = selectors.template(template_id, seen_by=by)
    label = ("template", template_id, template.facts.name)
    audit.record("template.exported", app="suppliers", tenant_id=template.tenant_id, subject=label)
    return write_recipe(Recipe(template.facts.name, template.facts.description, content_of(template)))


def import_recipe(text: str, wishes: Wishes, *, by: User | None, tenant_id: UUID) -> tuple[UUID, list[Difference]]:
    """Keep a YAML document as a template, under its own name unless `wishes` has one.

    Returns its id and what its sample rows become other than it says. Raises RecipeInvalid with the place of the
    fault, TemplateNameTaken without `replace`, SamplesDiffer without `accept_changes`, PermissionRefused.
    """
    recipe = read_recipe(text)
    wishes = replace(wishes, name=wishes.name or recipe.name, description=wishes.description or recipe.description)
    known = _known(wishes)
    content = dict(recipe.content)
    if known is not None:
        content["samples"] = content["samples"] or known.samples
    return _keep(content, wishes, known, by=by, tenant_id=tenant_id)


def use_template(*, by: User | None, source_id: UUID, template_id: UUID) -> None:
    """Let a source follow a recipe: its new layouts are mapped by it, and what it has not decided itself is taken over.

    Rules, filters, reading and identity of the source stay where it has some. Raises what
    `suppliers.services.set_source_template` raises.
    """
    template, source = selectors.template(template_id, seen_by=by), source_settings(source_id)
    services.set_source_template(by=by, source_id=source_id, template_id=template_id)
    offered = {name: getattr(template, name) for name in ("rules", "filters", "reading", "identity")}
    missing = {name: value for name, value in offered.items() if value and not getattr(source, name)}
    if missing:
        services.set_policies(by=by, source_id=source_id, values=missing)
    known = value_maps_for(source_id)
    meanings = [
        services.Meaning(name, word, here)
        for name, words in template.value_maps.items()
        for word, here in words.items()
        if value_key(word) not in known.get(name, {})
    ]
    if meanings:
        services.confirm_values(by=by, tenant_id=source.tenant_id, meanings=meanings, source_id=source_id)


def _samples_of(run: ImportRun, content: dict[str, Any]) -> list[dict[str, Any]]:
    sample = file_sample(run)
    return [each.to_json() for each in choose_samples(sample.frame, Decisions.of(content))] if sample else []


def content_of(template: Template) -> dict[str, Any]:
    """What a template decides, as `suppliers.services.create_template` takes it."""
    content = {name: getattr(template, name) for name in CONTENT - {"columns"}}
    return {**content, "columns": template.facts.columns}


def _known(wishes: Wishes) -> Template | None:
    """The template that is to be replaced; raises TemplateNameTaken when nobody said so."""
    known = selectors.template_by_name(wishes.name)
    if known is not None and not wishes.replace:
        raise TemplateNameTaken(name=wishes.name)
    return known


def _keep(
    content: dict[str, Any], wishes: Wishes, known: Template | None, *, by: User | None, tenant_id: UUID
) -> tuple[UUID, list[Difference]]:
    changed, content = _rechecked(content, accept_changes=wishes.accept_changes)
    if known is not None:
        services.update_template(by=by, template_id=known.facts.id, values=content)
        return known.facts.id, changed
    kept = {"supplier_id": wishes.supplier_id, "is_default": wishes.is_default, "description": wishes.description}
    return services.create_template(by=by, tenant_id=tenant_id, name=wishes.name, **content, **kept), changed


def _rechecked(content: dict[str, Any], *, accept_changes: bool) -> tuple[list[Difference], dict[str, Any]]:
    """The differences, and the content with the expectation renewed; raises SamplesDiffer unless they are accepted."""
    decisions, samples = Decisions.of(content), read_samples(content["samples"])
    found = differences(samples, decisions)
    if found and not accept_changes:
        raise SamplesDiffer(_sentence(found), differences=[asdict(each) for each in found])
    fresh = [sample.to_json() for sample in renewed(samples, decisions)] if found else content["samples"]
    return found, {**content, "mapping": decisions.mapping.to_json(), "samples": fresh}


def _sentence(found: list[Difference]) -> str:
    rows = len({each.row for each in found})
    intro = ngettext(
        "%(count)s sample row would become something else:", "%(count)s sample rows would become something else:", rows
    ) % {"count": rows}
    told = [_("row %(row)s, %(field)s: “%(old)s” → “%(new)s”") % asdict(each) for each in found[:_TOLD]]
    return " ".join([intro, "; ".join(told) + ".", _("Correct the change, or accept the new values.")])
