"""The sentences of findings that a source's own rules make."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.fields import target_of
from imports.feeds.sentences import Sentence

RULE_MESSAGES: dict[str, Any] = {
    "rule_type": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is not %(allowed)s. Correct the cell, the mapping or the rule."
    ),
    "rule_range": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is outside the range; allowed is %(allowed)s. Correct the cell"
        " or the rule."
    ),
    "rule_length": _(
        "Row %(row)s, column “%(column)s”: %(length)s characters received, allowed are %(allowed)s. Correct the cell"
        " or the rule."
    ),
    "rule_pattern": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” does not have the expected form (%(allowed)s). Correct the cell"
        " or the rule."
    ),
    "rule_allowed": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is not one of the allowed values (%(allowed)s). Correct the"
        " cell, map the value, or add it to the rule."
    ),
    "rule_unique": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” also stands in row %(winner)s, but may stand once only."
        " Correct one of them."
    ),
    "rule_compare": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” %(allowed)s. Correct one of the two, or the rule."
    ),
    "rule_expression": _("Row %(row)s does not fulfil “%(allowed)s”. Correct the row or the rule."),
}
RULE_TITLES: dict[str, Any] = {
    "rule_type": _("Value of another type"),
    "rule_range": _("Value outside the range"),
    "rule_length": _("Text too short or too long"),
    "rule_pattern": _("Value of another form"),
    "rule_allowed": _("Value that is not allowed"),
    "rule_unique": _("Value that stands more than once"),
    "rule_compare": _("Two values that do not fit together"),
    "rule_expression": _("Condition not fulfilled"),
}
_TYPES = {
    "number": _("a number"),
    "whole": _("a whole number"),
    "date": _("a date"),
    "url": _("a web address (http or https)"),
    "gtin": _("an EAN with a right check digit"),
}
_COMPARED = {
    "greater_or_equal": _("has to be at least %(other)s (“%(other_value)s”)"),
    "greater": _("has to be more than %(other)s (“%(other_value)s”)"),
    "less_or_equal": _("may be at most %(other)s (“%(other_value)s”)"),
    "less": _("has to be less than %(other)s (“%(other_value)s”)"),
    "equal": _("has to be the same as %(other)s (“%(other_value)s”)"),
    "different": _("has to differ from %(other)s (“%(other_value)s”)"),
}


def rule_message(code: str, params: Mapping[str, Any]) -> Sentence:
    """The sentence of a finding of this code; with the rule's name when it has one."""
    allowed = _ALLOWED.get(code, _listed)(params)
    sentence = Sentence(RULE_MESSAGES[code], {**params, "allowed": allowed})
    return named(sentence, params)


def named(sentence: Sentence, params: Mapping[str, Any]) -> Sentence:
    """The sentence, and behind it the rule that found it."""
    if not params.get("rule"):
        return sentence
    return Sentence(_("%(sentence)s (Rule: %(rule)s)"), {"sentence": sentence, "rule": params["rule"]})


def _range(params: Mapping[str, Any]) -> Any:
    low, high = params.get("min"), params.get("max")
    if low is None:
        return Sentence(_("at most %(max)s"), params)
    return Sentence(_("at least %(min)s") if high is None else _("%(min)s to %(max)s"), params)


def _type(params: Mapping[str, Any]) -> Any:
    return _TYPES.get(str(params.get("type")), params.get("type"))


def _compared(params: Mapping[str, Any]) -> Any:
    other = target_of(str(params.get("other")))
    shown = {"other": other.label if other else params.get("other"), "other_value": params.get("other_value") or ""}
    return Sentence(_COMPARED.get(str(params.get("operator")), ""), shown)


def _listed(params: Mapping[str, Any]) -> Any:
    return params.get("allowed", "")


_ALLOWED: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "rule_range": _range,
    "rule_length": _range,
    "rule_type": _type,
    "rule_compare": _compared,
}
