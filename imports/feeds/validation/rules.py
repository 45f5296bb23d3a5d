"""The rules of a source: what it demands of its rows, read from JSON with one sentence per fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as pgettext

from imports.feeds.conditions import check_condition
from imports.feeds.entries import Kind, Parameter, Place, chosen, read_list, read_parameters, refuse_unknown
from imports.feeds.validation.messages import CODES
from imports.feeds.validation.model import Level

NOUN, PLURAL = gettext_lazy("Rule"), gettext_lazy("Rules")
LEVELS = tuple((level.value, label) for level, label in zip(
    Level, (gettext_lazy("Error: the row is held"), gettext_lazy("Warning: imported and shown"), gettext_lazy("Info")),
    strict=True,
))  # fmt: skip
# What the catalogue could not take is held whatever a source wishes.
FIXED = ("identity_missing", "field_too_long", "price_not_positive")
OPERATORS = (
    ("greater_or_equal", gettext_lazy("is at least")),
    ("greater", gettext_lazy("is more than")),
    ("less_or_equal", gettext_lazy("is at most")),
    ("less", gettext_lazy("is less than")),
    ("equal", gettext_lazy("is the same as")),
    ("different", gettext_lazy("differs from")),
)
TYPES = (
    ("number", gettext_lazy("a number")),
    ("whole", gettext_lazy("a whole number")),
    ("date", gettext_lazy("a date")),
    ("url", gettext_lazy("a web address")),
    ("gtin", gettext_lazy("an EAN / GTIN")),
)
_FIELD = Parameter("field", gettext_lazy("Field"), Kind.FIELD)


@dataclass(frozen=True)
class RuleKind:
    """A kind of rule: its name for people and what it asks for."""

    label: Any
    parameters: tuple[Parameter, ...]


KINDS: dict[str, RuleKind] = {
    "required": RuleKind(gettext_lazy("Must be filled"), (_FIELD,)),
    "type": RuleKind(
        gettext_lazy("Has a type"), (_FIELD, Parameter("type", gettext_lazy("Type"), Kind.CHOICE, choices=TYPES))
    ),
    "range": RuleKind(
        gettext_lazy("Lies within a range"),
        (
            _FIELD,
            Parameter("min", pgettext("range", "At least"), Kind.NUMBER, required=False),
            Parameter("max", pgettext("range", "At most"), Kind.NUMBER, required=False),
        ),
    ),
    "length": RuleKind(
        gettext_lazy("Has a length"),
        (
            _FIELD,
            Parameter("min", gettext_lazy("Characters at least"), Kind.WHOLE, required=False),
            Parameter("max", gettext_lazy("Characters at most"), Kind.WHOLE, required=False),
        ),
    ),
    "pattern": RuleKind(
        gettext_lazy("Matches a pattern"),
        (_FIELD, Parameter("pattern", gettext_lazy("Regular expression"), Kind.PATTERN)),
    ),
    "allowed": RuleKind(
        gettext_lazy("Is one of a list"),
        (_FIELD, Parameter("values", gettext_lazy("Allowed values, one a line"), Kind.TEXTS)),
    ),
    "unique": RuleKind(gettext_lazy("Stands once in the file"), (_FIELD,)),
    "compare": RuleKind(
        gettext_lazy("Compared with another field"),
        (
            _FIELD,
            Parameter("operator", pgettext("comparison", "Is"), Kind.CHOICE, choices=OPERATORS),
            Parameter("other", gettext_lazy("Other field"), Kind.FIELD),
        ),
    ),
    "expression": RuleKind(
        gettext_lazy("Fulfils an expression"),
        (Parameter("expression", gettext_lazy("True for good rows"), Kind.EXPRESSION),),
    ),
    "level": RuleKind(
        gettext_lazy("Another level for a finding"),
        (
            Parameter(
                "code",
                gettext_lazy("Finding"),
                Kind.CHOICE,
                choices=tuple((code, code) for code in CODES if code not in FIXED),
            ),
        ),
    ),
}
_COMMON = ("kind", "name", "level")


@dataclass(frozen=True)
class Rule:
    """One demand; `given` holds the parameters of its kind."""

    number: int
    kind: str
    level: Level
    name: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """The field it looks at; empty for an expression."""
        return str(self.given.get("field", ""))

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        named = {"name": self.name} if self.name else {}
        return {"kind": self.kind, **self.given, "level": str(self.level), **named}


def read_rules(data: Any) -> tuple[Rule, ...]:
    """The rules of a source; raises InvalidInput with the number of the first wrong one, what came, what may."""
    return tuple(read_list(data, _read_rule, noun=NOUN, plural=PLURAL))


def check_rules(data: Any) -> list[dict[str, Any]]:
    """The list as it is stored; raises InvalidInput as `read_rules` does."""
    return [rule.to_json() for rule in read_rules(data)]


def levels_of(rules: tuple[Rule, ...]) -> dict[str, Level]:
    """The levels that replace those of built-in findings: code -> level."""
    return {str(rule.given["code"]): rule.level for rule in rules if rule.kind == "level"}


def _read_rule(entry: Any, place: Place) -> Rule:
    kind = chosen(entry, "kind", tuple(KINDS), place=place)
    parameters = KINDS[kind].parameters
    refuse_unknown(entry, (*_COMMON, *(parameter.name for parameter in parameters)), place=place)
    name = entry.get("name") or ""
    if not isinstance(name, str) or len(name) > 120:
        raise place.fault("name", name, _("a text of at most 120 characters"))
    level = Level(chosen(entry, "level", tuple(Level), place=place, default=Level.ERROR))
    given = read_parameters(entry, parameters, place=place)
    _check_together(kind, given, place)
    return Rule(place.number, kind, level, name.strip(), given)


def _check_together(kind: str, given: Mapping[str, Any], place: Place) -> None:
    if kind in ("range", "length"):
        low, high = given.get("min"), given.get("max")
        if low is None and high is None:
            raise place.fault("min", "", _("a lower limit, an upper limit, or both"))
        if low is not None and high is not None and low > high:
            raise place.fault("max", high, _("a limit that is not below the lower one"))
    if kind == "expression":
        check_condition(given["expression"], place)
    if kind == "compare" and given["other"] == given["field"]:
        raise place.fault("other", given["other"], _("another field"))
