"""The tab of a feed's rules and filters: edited in plain fields, tried on the last file before they are saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access.pages import PageRequest, is_fragment, page
from core.errors import NotFound, PermissionRefused, Refused
from imports.feeds.entries import Kind, Parameter
from imports.feeds.filtering import ACTIONS, TESTS
from imports.feeds.mapping.fields import TARGETS, target_of
from imports.feeds.validation.rules import KINDS, LEVELS
from imports.forms.policies import target_groups
from imports.forms.rules import COLUMN, FIELD, FILTERS, RULES, Line, RulesDraft
from imports.selectors.rule_trials import RuleTrial, layout_of, try_rules
from imports.services.rules import set_rules
from imports.views.feeds import feed_page
from imports.views.words import finding_words
from suppliers.selectors import require_source, source_settings

Choices = list[tuple[str, Any]]


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:suppliers", somewhere=True)
def rules(request: PageRequest, source_id: UUID) -> HttpResponse:
    """The rules and filters; a POST changes the lines, tries them, or saves them."""
    require_source(request.user, "read:suppliers", source_id)
    if request.method != "POST":
        settings = source_settings(source_id)
        return _shown(request, source_id, RulesDraft.of(settings.rules, settings.filters))
    require_source(request.user, "write:suppliers", source_id)
    draft, wanted = RulesDraft.read(request.POST), request.POST.get("do", "")
    draft.edit(wanted)
    if wanted not in ("try", "save"):
        return _shown(request, source_id, draft)
    try:
        if wanted == "try":
            trial = try_rules(source_id, rules=draft.rules, filters=draft.filters)
            return _shown(request, source_id, draft, trial=trial, tried=True)
        set_rules(source_id, rules=draft.rules, filters=draft.filters, by=request.user)
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        return _shown(request, source_id, draft, error=str(error))
    messages.success(request, _("The rules are saved; the next import follows them, and rows imported again."))
    return redirect("imports:feed-rules", source_id=source_id)


def _shown(
    request: PageRequest,
    source_id: UUID,
    draft: RulesDraft,
    *,
    trial: RuleTrial | None = None,
    tried: bool = False,
    error: str = "",
) -> HttpResponse:
    columns, fields = layout_of(source_id)
    context: dict[str, Any] = {
        "rule_lines": [_line(line, RULES, fields) for line in draft.lines[RULES]],
        "filter_lines": [_line(line, FILTERS, fields) for line in draft.lines[FILTERS]],
        "kinds": [(name, kind.label) for name, kind in KINDS.items()],
        "tests": [(name, test.label) for name, test in TESTS.items()],
        "levels": LEVELS,
        "actions": ACTIONS,
        "places": _places(columns, fields),
        "trial": trial,
        "tried": tried,
        "error": error,
    }
    status = 422 if error else 200
    if is_fragment(request):
        return render(request, "imports/feed/rules_body.html", {**context, **_frame(source_id)}, status=status)
    return feed_page(request, source_id, "rules", "imports/feed/rules.html", context, status=status)


def _frame(source_id: UUID) -> dict[str, Any]:
    """What a fragment knows of the page around it: it is only sent to those who may write."""
    return {"feed": source_settings(source_id), "may": {"write_suppliers": True}}


def _line(line: Line, prefix: str, fields: list[str]) -> dict[str, Any]:
    inputs = [input_of(one, line.texts.get(one.name, ""), fields) for one in line.parameters(prefix)]
    return {"line": line, "inputs": inputs}


def input_of(parameter: Parameter, text: str, fields: list[str]) -> dict[str, Any]:
    """A parameter as templates show it; `fields` are the feed's own among the fields to choose from."""
    choices: Any = []
    if parameter.kind is Kind.CHOICE:
        named = parameter.name == "code"
        choices = [(value, finding_words(value) if named else label) for value, label in parameter.choices]
    return {
        "name": parameter.name,
        "label": parameter.label,
        "kind": parameter.kind.value,
        "value": text,
        "choices": choices,
        "groups": _field_groups(fields) if parameter.kind is Kind.FIELD else [],
    }


def _field_groups(fields: list[str]) -> list[tuple[Any, Choices]]:
    """All fields of the catalogue, and the attributes and other own fields that the last file fills."""
    groups = [(label, [choice for choice in choices if choice[0] in TARGETS]) for label, choices in target_groups()]
    own: Choices = [(name, target.label) for name in fields if name not in TARGETS and (target := target_of(name))]
    return [group for group in (*groups, (_("Of your own"), own)) if group[1]]


def _places(columns: list[str], fields: list[str]) -> list[tuple[Any, Choices]]:
    groups = [(label, [(FIELD + name, words) for name, words in choices]) for label, choices in _field_groups(fields)]
    return [*groups, (_("Columns of the file"), [(COLUMN + name, name) for name in columns])]
