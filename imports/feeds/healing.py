"""Fixes of a cause of held rows: what each does to cells, mapping, rules and meanings; pure, nothing is saved here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import InvalidInput
from imports.feeds.entries import Place
from imports.feeds.mapping.model import Mapping as FieldsMapping
from imports.feeds.plan import Plan
from imports.feeds.transformations.registry import Surroundings, compile_chain
from imports.feeds.validation.rules import FIXED, NOUN, check_rules, read_rules
from suppliers.folding import value_key
from suppliers.services import Meaning, check_meanings

SET, TRANSFORM, MAPPING, LEVEL, RULE, VALUE = "set", "transform", "mapping", "level", "rule", "value"
KINDS: dict[str, tuple[str, ...]] = {
    SET: ("column", "value"),
    TRANSFORM: ("column", "steps"),
    MAPPING: ("field", "steps"),
    LEVEL: ("code", "field", "level"),
    RULE: ("number", "rule"),
    VALUE: ("field", "value", "target"),
}
_TEXTS = {
    SET: ("column", "value"),
    TRANSFORM: ("column",),
    MAPPING: ("field",),
    LEVEL: ("code", "level"),
    VALUE: ("field", "value", "target"),
}
OF_CELLS = (SET, TRANSFORM)
OF_RULES = (LEVEL, RULE)
_NOUN = gettext_lazy("Fix")


@dataclass(frozen=True)
class Fix:
    """One fix: cells of the held rows; for later files too the mapping, the rules of the source, or a meaning."""

    kind: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Any) -> "Fix":
        """From what a page or a program sends; raises InvalidInput with what was received and what is allowed."""
        place = Place(_NOUN, 1)
        if not isinstance(data, dict) or data.get("kind") not in KINDS:
            kind = data.get("kind") if isinstance(data, dict) else data
            raise place.fault("kind", kind, _("one of: %s") % ", ".join(KINDS))
        allowed = KINDS[data["kind"]]
        unknown = sorted(set(data) - {"kind", *allowed})
        if unknown:
            raise place.fault(unknown[0], data[unknown[0]], _("one of: %s") % ", ".join(allowed))
        fix = cls(data["kind"], {name: data[name] for name in allowed if name in data})
        fix._check(place)
        return fix

    @property
    def steps(self) -> list[tuple[str, dict[str, Any]]]:
        """The transformations it brings."""
        steps = self.given.get("steps") or []
        return [(step["name"], {key: value for key, value in step.items() if key != "name"}) for step in steps]

    @property
    def meaning(self) -> Meaning:
        """The word and what it means here."""
        return Meaning(*(self.given[name] for name in KINDS[VALUE]))

    def _check(self, place: Place) -> None:
        for name in _TEXTS.get(self.kind, ()):
            if not isinstance(self.given.get(name), str):
                raise place.fault(name, self.given.get(name), _("a text"))
        if self.kind == VALUE:
            check_meanings([self.meaning])
        if self.kind in (TRANSFORM, MAPPING):
            _check_steps(self.given.get("steps"), place)


def _check_steps(steps: Any, place: Place) -> None:
    if (
        not isinstance(steps, list)
        or not steps
        or not all(isinstance(step, dict) and isinstance(step.get("name"), str) for step in steps)
    ):
        raise place.fault("steps", steps, _("a list of transformations, each with its name"))


def fixed_cells(fix: Fix, frame: pl.DataFrame) -> pl.DataFrame:
    """The held rows with their cells changed; raises InvalidInput for a column they do not have, or a wrong step."""
    if fix.kind not in OF_CELLS:
        return frame
    column = fix.given["column"]
    if column not in frame.columns:
        raise InvalidInput(_("%(names)s: the file has no such column.") % {"names": column})
    if fix.kind == SET:
        return frame.with_columns(pl.lit(fix.given["value"] or None, pl.String).alias(column))
    surroundings = Surroundings(columns=tuple(frame.columns))
    return frame.with_columns(compile_chain(pl.col(column), fix.steps, surroundings).alias(column))


def fixed_plan(fix: Fix, plan: Plan) -> Plan:
    """The plan with the mapping, the rules or the meanings changed."""
    if fix.kind == MAPPING:
        return replace(plan, mapping=fixed_mapping(fix, plan.mapping))
    if fix.kind in OF_RULES:
        rules = fixed_rules(fix, plan.policies.rules)
        return replace(plan, policies=replace(plan.policies, rules=rules))
    if fix.kind == VALUE:
        return replace(plan, policies=replace(plan.policies, value_maps=_with_meaning(fix, plan.policies.value_maps)))
    return plan


def _with_meaning(fix: Fix, maps: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    one = fix.meaning
    words = {**maps.get(one.field, {}), value_key(one.value): one.target.strip()}
    return {**maps, one.field: words}


def fixed_mapping(fix: Fix, mapping: FieldsMapping) -> FieldsMapping:
    """The mapping with the steps behind those of the field; raises InvalidInput for a field without a column."""
    name = fix.given["field"]
    former = mapping.fields.get(name)
    if former is None or former.column is None:
        raise InvalidInput(_("No column is mapped to “%(field)s”: map one first.") % {"field": name})
    changed = replace(former, transformations=(*former.transformations, *fix.steps))
    compile_chain(pl.col("cell"), changed.transformations, Surroundings())
    return replace(mapping, fields={**mapping.fields, name: changed})


def fixed_rules(fix: Fix, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rules of the source with the fix among them; raises InvalidInput for what is no rule."""
    if fix.kind == RULE:
        return _with_rule(fix, [dict(rule) for rule in rules])
    code, level = str(fix.given["code"]), fix.given["level"]
    if code in FIXED:
        message = _("Rows with “%(code)s” are always held: the catalogue could not take them.")
        raise InvalidInput(message % {"code": code})
    if code.startswith("rule_") or code == "required_field_missing":
        changed = [_releveled(rule, code, fix) for rule in rules]
        if changed != [dict(rule) for rule in rules]:
            return check_rules(changed)
    others = [dict(rule) for rule in rules if (rule.get("kind"), rule.get("code")) != ("level", code)]
    return check_rules([*others, {"kind": "level", "code": code, "level": level}])


def _releveled(rule: Mapping[str, Any], code: str, fix: Fix) -> dict[str, Any]:
    kind = "required" if code == "required_field_missing" else code.removeprefix("rule_")
    wanted = fix.given.get("field")
    concerned = rule.get("kind") == kind and (kind == "expression" or not wanted or rule.get("field") == wanted)
    return {**rule, "level": fix.given["level"]} if concerned else dict(rule)


def _with_rule(fix: Fix, rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One rule replaced (`number` from 1), taken away (`rule` null), or a new one behind the others."""
    number, rule = fix.given.get("number"), fix.given.get("rule")
    if number is None:
        return check_rules([*rules, rule])
    if type(number) is not int or not 0 < number <= len(rules):
        raise Place(NOUN, 1).fault("number", number, _("1 to %(most)s") % {"most": len(rules)})
    return check_rules([*rules[: number - 1], *([rule] if rule is not None else []), *rules[number:]])


def rules_behind(code: str, name: str, rules: Sequence[Mapping[str, Any]]) -> list[int]:
    """The numbers of the rules that may have made the finding `code` on the field `name`."""
    kind = "required" if code == "required_field_missing" else code.removeprefix("rule_")
    return [
        rule.number
        for rule in read_rules(list(rules))
        if (rule.kind == kind and (kind == "expression" or rule.field == name)) or rule.given.get("code") == code
    ]
