"""A fix of a cause, as the forms of its page send it."""

from typing import Any

from django.http import QueryDict

from imports.feeds.healing import Fix


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


def _replace(data: QueryDict) -> dict[str, Any]:
    """Find and replace, or by a pattern."""
    if data.get("pattern") == "on":
        return {"name": "regex_replace", "pattern": data.get("find", ""), "with": data.get("with", "")}
    return {"name": "replace", "find": data.get("find", ""), "with": data.get("with", "")}
