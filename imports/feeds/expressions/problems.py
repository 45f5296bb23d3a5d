"""What is wrong with an expression, and where: one sentence with the place, and the parts of it for programs."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from imports.errors import ExpressionError


def problem(text: str, at: int, reason: Any, **params: Any) -> ExpressionError:
    """An error at character `at` of the text; `params` may name what was `found`, `expected` and `suggestion`."""
    before = text[:at]
    line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
    place = _("Line %(line)s, character %(column)s") if "\n" in text else _("Character %(column)s")
    message = f"{place % {'line': line, 'column': column}}: {reason}"
    return ExpressionError(message, line=line, column=column, position=at, **params)


def closest(wanted: str, known: Iterable[str]) -> str:
    """The name among `known` that was probably meant, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(wanted.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def with_suggestion(sentence: str, suggestion: str) -> str:
    """The sentence, with a question behind it when there is something to ask."""
    if not suggestion:
        return sentence
    return _("%(sentence)s Did you mean “%(suggestion)s”?") % {"sentence": sentence, "suggestion": suggestion}
