"""A fix of a cause, as the forms of its page send it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from imports.feeds.healing import Fix
from imports.forms.rules import RULES, Line, RulesDraft


def read_fix(data: QueryDict) -> Fix:
    """The fix that a form describes; raises InvalidInput for one that is not complete."""
    way = data.get("way", "")
    column, steps = data.get("column", ""), [_replace(data)]
    ways: dict[str, dict[str, Any]] = {
        "set": {"kind": "set", "column": column, "value": data.get("value", "")},
        "replace": {"kind": "transform", "column": column, "steps": steps},
        "mapping": {"kind": "mapping", "field": data.get("field", ""), "steps": steps},
        "value": {"kind": "value", **{name: data.get(name, "") for name in ("field", "value", "target")}},
        "level": {
            "kind": "level",
            "code": data.get("code", ""),
            "field": data.get("field", ""),
            "level": data.get("level", ""),
        },
    }
    if way == "replace" and data.get("always") == "on" and data.get("field"):
        way = "mapping"
    return Fix.read(ways.get(way, {"kind": way}))


def read_rule_fix(data: QueryDict, rules: Sequence[Mapping[str, Any]]) -> Fix:
    """One of the feed's rules with another limit or level; raises InvalidInput when it was changed meanwhile."""
    sent = data.get("number", "")
    number = int(sent) if sent.isdecimal() else 0
    present = rules[number - 1] if 0 < number <= len(rules) else None
    if present is None or json.dumps(present) != data.get("was"):
        raise InvalidInput(_("The rules of this feed have changed meanwhile: open the page of the cause again."))
    line = rule_line(present)
    start = f"r{number}-"
    line.texts |= {name: data.get(start + name, "") for name in line.texts if start + name in data}
    line.level = data.get("level", line.level)
    return Fix.read({"kind": "rule", "number": number, "rule": line.entry(RULES)})


def rule_line(rule: Mapping[str, Any]) -> Line:
    """A stored rule as plain form fields."""
    return RulesDraft.of([rule], []).lines[RULES][0]


def _replace(data: QueryDict) -> dict[str, Any]:
    """Find and replace, or by a pattern."""
    if data.get("pattern") == "on":
        return {"name": "regex_replace", "pattern": data.get("find", ""), "with": data.get("with", "")}
    return {"name": "replace", "find": data.get("find", ""), "with": data.get("with", "")}
