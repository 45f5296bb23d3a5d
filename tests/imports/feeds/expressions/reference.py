"""The expression language once more, row by row in plain Python: slow, obvious, and what the compiler is held to."""

import operator
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary
from imports.feeds.numbers import parse_number

Row = Mapping[str, str | None]
_UNIT, _LIMIT = Decimal("1e-10"), Decimal(10) ** 14
_ORDER = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Cell(str):
    """A text of a column: it counts as a number where one is needed."""


def evaluate(node: Node, row: Row) -> Any:
    """The value of the expression for one row: Decimal, str, bool or None."""
    with localcontext(Context(prec=60)):
        return _value(node, row)


def _value(node: Node, row: Row) -> Any:
    match node:
        case Literal(value):
            return None if value == "" else value
        case Name(name):
            text = (row[name] or "").strip()
            return Cell(text) if text else None
        case Unary("not", operand):
            held = _value(operand, row)
            return None if held is None else not held
        case Unary(_, operand):
            number = _number(operand, row)
            return None if number is None else -number
        case Binary(sign, left, right):
            return _binary(sign, left, right, row)
        case Membership(operand, items):
            return _member(operand, items, row)
        case Call(function, arguments):
            return _call(function, arguments, row)
    raise TypeError(node)


def _binary(sign: str, left: Node, right: Node, row: Row) -> Any:
    if sign in ("and", "or"):
        return _logic(sign, _value(left, row), _value(right, row))
    if sign in _ORDER:
        return _compared(sign, left, right, row)
    if sign == "&":
        return (text_of(_value(left, row)) or "") + (text_of(_value(right, row)) or "") or None
    return _calculated(sign, _number(left, row), _number(right, row))


def _logic(sign: str, left: Any, right: Any) -> bool | None:
    decides = sign == "or"
    if decides in (left, right):
        return decides
    return None if None in (left, right) else not decides


def _calculated(sign: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None or (sign in "/%" and right == 0):
        return None
    if sign == "%":
        return _bounded(left - right * (left / right).to_integral_value(ROUND_FLOOR))
    results = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    return _bounded(results[sign](left, right))


def _bounded(number: Decimal) -> Decimal | None:
    exact = number.quantize(_UNIT, ROUND_HALF_EVEN)
    return exact if abs(exact) < _LIMIT else None


def _compared(sign: str, left: Node, right: Node, row: Row) -> bool | None:
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Literal) and side.value in (None, ""):
            return (_value(other, row) is None) == (sign == "=")
    as_numbers = _is_number(left) or _is_number(right)
    as_numbers |= isinstance(left, Name) and isinstance(right, Name) and sign not in ("=", "!=")
    one, two = (_number(side, row) if as_numbers else _value(side, row) for side in (left, right))
    return None if one is None or two is None else bool(_ORDER[sign](one, two))


def _member(operand: Node, items: tuple[Node, ...], row: Row) -> bool | None:
    values = [_value(item, row) for item in items]
    as_numbers = any(isinstance(value, Decimal) for value in values)
    value = _number(operand, row) if as_numbers else text_of(_value(operand, row))
    if value is None:
        return True if None in values else None
    return value in values


def _is_number(node: Node) -> bool:
    match node:
        case Literal(value):
            return isinstance(value, Decimal)
        case Unary("-", _):
            return True
        case Binary(sign):
            return sign in "+-*/%"
        case Call("if", (_, *branches)) | Call("first", branches):
            return any(_is_number(branch) for branch in branches)
        case Call(function):
            return function in ("round", "floor", "ceil", "abs", "min", "max", "number", "len")
    return False


def _number(node: Node, row: Row) -> Decimal | None:
    value = _value(node, row)
    if isinstance(value, Cell):
        read = parse_number(value)
        return None if read is None else _bounded(read)
    return value


def text_of(value: Any) -> str | None:
    """The value as an expression shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        plain = f"{value:.10f}".rstrip("0").rstrip(".")
        return plain if plain != "-0" else "0"
    return value


def _call(function: str, arguments: tuple[Node, ...], row: Row) -> Any:
    if function in _NUMERIC:
        numbers = [_number(argument, row) for argument in arguments]
        return _NUMERIC[function](*numbers)
    if function in ("if", "first"):
        branches = arguments[1:] if function == "if" else arguments
        read = _number if any(_is_number(branch) for branch in branches) else _value
        if function == "first":
            return next((found for branch in branches if (found := read(branch, row)) is not None), None)
        chosen = branches[:1] if _value(arguments[0], row) is True else branches[1:]
        return read(chosen[0], row) if chosen else None
    if function == "is_empty":
        return _value(arguments[0], row) is None
    texts = [text_of(_value(argument, row)) for argument in arguments]
    return _TEXTUAL[function](*texts)


def _rounded(number: Decimal | None, decimals: Decimal | None = None, mode: str = ROUND_HALF_UP) -> Decimal | None:
    return None if number is None else number.quantize(Decimal(1).scaleb(-int(decimals or 0)), mode)


def _extreme(choose: Any) -> Any:
    return lambda *numbers: choose((number for number in numbers if number is not None), default=None)


def _split(text: str | None, separator: str | None, part: str | None) -> str | None:
    parts = text.split(separator) if text is not None else []
    place = int(part or 0)
    inside = abs(place) <= len(parts)
    return (parts[place - 1 if place > 0 else place].strip() or None) if inside and parts else None


def _part(text: str | None, start: int, length: int) -> str | None:
    return None if text is None else text[start : start + length] or None


_NUMERIC = {
    "round": _rounded,
    "floor": lambda number: _rounded(number, mode=ROUND_FLOOR),
    "ceil": lambda number: _rounded(number, mode=ROUND_CEILING),
    "abs": lambda number: None if number is None else abs(number),
    "min": _extreme(min),
    "max": _extreme(max),
}
_TEXTUAL = {
    "upper": lambda text: text and text.upper(),
    "lower": lambda text: text and text.lower(),
    "trim": lambda text: (text and text.strip()) or None,
    "len": lambda text: Decimal(len(text or "")),
    "left": lambda text, length: _part(text, 0, int(length)),
    "right": lambda text, length: text and (text[-int(length) :] if int(length) else None),
    "mid": lambda text, start, length: _part(text, int(start) - 1, int(length)),
    "replace": lambda text, find, wanted: (text and (text.replace(find, wanted or "") if find else text)) or None,
    "contains": lambda text, part: None if text is None or part is None else part in text,
    "starts_with": lambda text, part: None if text is None or part is None else text.startswith(part),
    "ends_with": lambda text, part: None if text is None or part is None else text.endswith(part),
    "split": _split,
    "join": lambda separator, *texts: (separator or "").join(text for text in texts if text is not None) or None,
    "concat": lambda *texts: "".join(text or "" for text in texts) or None,
    "text": lambda text: text,
}
