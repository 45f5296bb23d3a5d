"""Why a text is no value of an attribute, in one sentence."""

from typing import Any

from django.utils.translation import gettext as _

from catalog.attributes.model import Kind
from catalog.attributes.values import AttributeFacts
from catalog.units import FAMILIES, FAMILY_OF

# So many choices are named; more would be no sentence.
NAMED_CHOICES = 12


def refusal_of(text: str, attribute: AttributeFacts) -> str:
    """What was received, what the attribute holds, what to write instead."""
    words = {
        Kind.INTEGER: _("“%(value)s” is no whole number for “%(name)s”: write digits only, such as 12."),
        Kind.DECIMAL: _("“%(value)s” is no number for “%(name)s”: write one such as 12.5."),
        Kind.MEASURE: _(
            "“%(value)s” is no measure for “%(name)s”: write a number, alone in %(unit)s or with %(units)s."
        ),
        Kind.BOOLEAN: _("“%(value)s” does not answer “%(name)s”: write yes or no."),
        Kind.DATE: _("“%(value)s” is no date for “%(name)s”: write it as 2026-11-25."),
        Kind.SELECT: _("“%(value)s” is no choice of “%(name)s”: use one of %(choices)s."),
        Kind.MULTISELECT: _("“%(value)s” names no choices of “%(name)s” only: use any of %(choices)s."),
        Kind.URL: _("“%(value)s” is no web address for “%(name)s”: begin it with https://."),
        Kind.JSON: _('“%(name)s” takes structured data: write it as JSON, such as {"colour": "red"}.'),
    }
    sentence = words.get(attribute.kind, _("“%(value)s” does not fit “%(name)s”: write %(hint)s."))
    return sentence % {"value": text[:80], **_facts(attribute)}


def _facts(attribute: AttributeFacts) -> dict[str, Any]:
    family = FAMILIES.get(FAMILY_OF.get(attribute.unit, ""), {})
    choices = list(attribute.choices.values())
    named = ", ".join(choices[:NAMED_CHOICES]) + (" …" if len(choices) > NAMED_CHOICES else "")
    return {
        "name": attribute.label,
        "unit": attribute.unit,
        "units": ", ".join(family),
        "choices": named or "–",
        "hint": attribute.standard.hint if attribute.standard else "",
    }
