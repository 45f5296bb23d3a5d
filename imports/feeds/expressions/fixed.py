"""Arguments that are written out: a length, a separator, a pattern. They are checked before anything runs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from imports.feeds.dates import is_date_format
from imports.feeds.expressions.nodes import Literal, Node, Unary
from imports.feeds.expressions.signatures import Accepts, Parameter

MAX_PATTERN = 200


def fixed_value(node: Node, parameter: Parameter) -> Any:
    """The argument's value; raises ValueError with what was expected."""
    return _READERS[parameter.accepts](_written(node), parameter)


def _written(node: Node) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Literal):
        value = node.operand.value
        return -value if isinstance(value, Decimal) else None
    return None


def _text(value: Any, parameter: Parameter) -> str:
    if not isinstance(value, str):
        raise ValueError(_("a text in quotes"))
    if len(value) < parameter.least:
        raise ValueError(_("a text in quotes that is not empty"))
    return value


def _whole(value: Any, parameter: Parameter) -> int:
    is_zero_part = parameter.least < 0 and value == 0
    fits = isinstance(value, Decimal) and value == int(value) and parameter.least <= value <= parameter.most
    if not fits or is_zero_part:
        raise ValueError(
            _("a whole number from %(least)s to %(most)s") % {"least": parameter.least or 0, "most": parameter.most}
            if parameter.least >= 0
            else _("a whole number, 1 for the first or -1 for the last")
        )
    return int(value)


def _pattern(value: Any, parameter: Parameter) -> str:
    """The pattern engine is linear in the text and bounds its own size: no pattern can hold a run up."""
    if not isinstance(value, str) or not value or len(value) > MAX_PATTERN:
        raise ValueError(_("a regular expression in quotes of at most %(limit)s characters") % {"limit": MAX_PATTERN})
    try:
        pl.Series([""]).str.contains(value)
    except pl.exceptions.ComputeError:
        reason = _("a valid regular expression (look-around and back-references are not supported)")
        raise ValueError(reason) from None
    return value


def _mark(value: Any, parameter: Parameter) -> str:
    if value not in (",", "."):
        raise ValueError(_("',' or '.'"))
    return str(value)


def _date_format(value: Any, parameter: Parameter) -> str:
    if not isinstance(value, str) or not is_date_format(value):
        raise ValueError(_("a date format such as 'DD/MM/YYYY' or 'YYYYMMDD'"))
    return value


_READERS: dict[Accepts, Callable[[Any, Parameter], Any]] = {
    Accepts.FIXED_TEXT: _text,
    Accepts.WHOLE: _whole,
    Accepts.PATTERN: _pattern,
    Accepts.MARK: _mark,
    Accepts.DATE_FORMAT: _date_format,
}
