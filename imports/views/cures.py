"""The ways to cure a cause, as the forms on its page start."""

import json
from typing import Any
from uuid import UUID

from core.access.pages import PageRequest
from imports.feeds.entries import Kind
from imports.feeds.healing import rules_behind
from imports.feeds.layout import data_columns
from imports.feeds.validation import CODES
from imports.feeds.validation.rules import FIXED, KINDS, LEVELS
from imports.feeds.validation.rulewords import RULE_MESSAGES
from imports.forms.fixes import rule_line
from imports.forms.rules import RULES
from imports.selectors import HeldFilters, HeldRowItem, find_run
from imports.selectors.held_rows import held_words
from imports.selectors.trials import label_of
from imports.views.feed_rules import input_of
from suppliers.selectors import source_settings
from suppliers.services import takes_words

# Findings whose level a source may choose.
LEVELLED = (*CODES, *RULE_MESSAGES)


def cures_of(request: PageRequest, filters: HeldFilters, items: list[HeldRowItem]) -> dict[str, Any]:
    """What the forms start with: the columns of the newest file, the cell that is wrong, the rules behind the cause."""
    if not items or not filters.source_id or filters.state != "open":
        return {}
    run = find_run(items[0].run_id, seen_by=request.user)
    columns = list(data_columns(run.recognition.get("columns", ())))
    wrong = next((reason.column for reason in items[0].reasons if reason.column in columns), "")
    code, _separator, name = filters.cause.partition(":")
    is_framing = code == "framing"
    return {
        "can_fix": True,
        "fix_columns": columns,
        "fix_column": wrong,
        "fix_code": "" if is_framing or code in FIXED or code not in LEVELLED else code,
        "fix_field": "" if is_framing else name,
        "fix_source": filters.source_id,
        "fix_words": held_words(filters) if takes_words(name) and not is_framing else [],
        "fix_field_label": label_of(name) if name else "",
        "fix_rules": _rules(code, name, filters.source_id),
        "levels": LEVELS[1:],
        "rule_levels": LEVELS,
    }


def _rules(code: str, name: str, source_id: UUID) -> list[dict[str, Any]]:
    """The rules of the feed that made the finding and have a limit, each with what it demands."""
    if not code.startswith("rule_"):
        return []
    rules = source_settings(source_id).rules
    found = []
    for number in rules_behind(code, name, rules):
        line = rule_line(rules[number - 1])
        limits = [one for one in line.parameters(RULES) if one.kind is not Kind.FIELD]
        if limits:
            inputs = [input_of(one, line.texts[one.name], []) for one in limits]
            words = {"label": KINDS[line.what].label, "name": line.name, "level": line.level}
            found.append({"number": number, "was": json.dumps(rules[number - 1]), "inputs": inputs, **words})
    return found
