"""From a tree back to its text, with no more parentheses than needed; renaming columns in a text."""

import re
from collections.abc import Mapping
from dataclasses import replace

from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary
from imports.feeds.expressions.parsing import parse

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


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The expression with columns under new names: old name as written -> new name; raises ExpressionError."""
    folded = {old.casefold(): new for old, new in names.items()}
    return printed(_renamed(parse(text), folded))


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    match node:
        case Name(name):
            return replace(node, name=names.get(name.casefold(), name))
        case Unary(_, operand):
            return replace(node, operand=_renamed(operand, names))
        case Binary(_, left, right):
            return replace(node, left=_renamed(left, names), right=_renamed(right, names))
        case Membership(operand, items):
            return replace(node, operand=_renamed(operand, names), items=_all_renamed(items, names))
        case Call(_, arguments):
            return replace(node, arguments=_all_renamed(arguments, names))
    return node


def _all_renamed(nodes: tuple[Node, ...], names: Mapping[str, str]) -> tuple[Node, ...]:
    return tuple(_renamed(node, names) for node in nodes)


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
