"""From a tree back to its text, with no more parentheses than needed."""

import re

from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary

_BARE = re.compile(r"[^\W\d]\w*")
_WORDS = {"or", "and", "not", "in", "true", "false", "null"}
_COMPARISON, _SIGNED, _ATOM = 4, 8, 9
_STRENGTH = {"or": 1, "and": 2, "not": 3, "&": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7}


def printed(node: Node) -> str:
    """The text of a tree; parsing it gives the same tree."""
    match node:
        case Literal(value):
            return _literal(value)
        case Name(name):
            return _name(name)
        case Unary("not", operand):
            return f"not {_within(operand, _STRENGTH['not'])}"
        case Unary(operator, operand):
            return f"{operator}{_within(operand, _SIGNED)}"
        case Binary(operator, left, right):
            strength = _strength(node)
            # Operators of one strength group from the left; comparisons do not group at all.
            before = _within(left, strength + (strength == _COMPARISON))
            return f"{before} {operator} {_within(right, strength + 1)}"
        case Membership(operand, items):
            return f"{_within(operand, _COMPARISON + 1)} in ({_list(items)})"
        case Call(function, arguments):
            return f"{function}({_list(arguments)})"
    raise TypeError(node)


def _within(node: Node, least: int) -> str:
    text = printed(node)
    return text if _strength(node) >= least else f"({text})"


def _strength(node: Node) -> int:
    if isinstance(node, Binary):
        return _STRENGTH.get(node.operator, _COMPARISON)
    if isinstance(node, Membership):
        return _COMPARISON
    if isinstance(node, Unary):
        return _STRENGTH["not"] if node.operator == "not" else _SIGNED
    return _ATOM


def _list(nodes: tuple[Node, ...]) -> str:
    return ", ".join(printed(node) for node in nodes)


def _name(name: str) -> str:
    if _BARE.fullmatch(name) and name.lower() not in _WORDS:
        return name
    return f"[{name.replace(']', ']]')}]"


def _literal(value: object) -> str:
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, str):
        return "'{}'".format(value.replace("'", "''"))
    return f"{value:f}"
