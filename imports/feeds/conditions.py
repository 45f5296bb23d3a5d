"""Conditions of rules and filters: expressions over the mapped fields that are true or false."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import InvalidInput
from imports.errors import ExpressionError
from imports.feeds.entries import Place
from imports.feeds.expressions import Compiled, Type, compile_expression, kinds_of
from imports.feeds.mapping.fields import TARGETS, target_of

_BRACKETED = re.compile(r"\[([^\]]+)\]")


def compile_condition(text: str, columns: Iterable[str] = ()) -> Compiled:
    """The condition over all fields there are; what it reads may be more than the file has (see `Compiled.columns`).

    Raises ExpressionError.
    """
    own = [name for name in _BRACKETED.findall(text) if target_of(name)]
    names = list(dict.fromkeys([*columns, *TARGETS, *own]))
    return compile_expression(text, columns=names, kinds=kinds_of(names), wanted=Type.BOOLEAN)


def check_condition(text: str, place: Place) -> None:
    """Raise InvalidInput with the entry's number for a condition that cannot be understood."""
    try:
        compile_condition(text)
    except ExpressionError as error:
        message = _("%(noun)s %(number)s: %(reason)s")
        values = {"noun": place.noun, "number": place.number, "reason": error}
        raise InvalidInput(message % values, code="entry_invalid", number=place.number, **error.params) from error
