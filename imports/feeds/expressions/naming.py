"""The columns that the text of an expression names: found, brought to their exact spelling, renamed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from imports.feeds.expressions.nodes import Binary, Call, Membership, Name, Node, Unary
from imports.feeds.expressions.parsing import parse
from imports.feeds.expressions.printing import printed
from imports.feeds.expressions.problems import ExpressionError
from imports.feeds.expressions.scope import VALUE, Scope

Rename = Callable[[Name], str]


def names_in(text: str) -> list[str]:
    """The columns as they are written, without `value`; none of a text that cannot be understood."""
    try:
        names = [node.name for node in _names(parse(text))]
    except ExpressionError:
        return []
    return list(dict.fromkeys(name for name in names if name.lower() != VALUE))


def spelled(text: str, columns: Iterable[str]) -> str:
    """The expression with every column as the file spells it; raises ExpressionError for an unknown one."""
    scope = Scope(columns, {}, value=True)
    tree = parse(text)
    exact = _renamed(tree, lambda node: scope.name_of(node, text))
    return text if exact == tree else printed(exact)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The expression with columns under new names: old name, in any case -> new name; raises ExpressionError."""
    folded = {old.casefold(): new for old, new in names.items()}
    tree = parse(text)
    changed = _renamed(tree, lambda node: folded.get(node.name.casefold(), node.name))
    return text if changed == tree else printed(changed)


def _names(node: Node) -> Iterable[Name]:
    if isinstance(node, Name):
        yield node
    for inner in _inner(node):
        yield from _names(inner)


def _inner(node: Node) -> tuple[Node, ...]:
    match node:
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Membership(operand, items):
            return (operand, *items)
        case Call(_, arguments):
            return arguments
    return ()


def _renamed(node: Node, name_of: Rename) -> Node:
    match node:
        case Name():
            return replace(node, name=name_of(node))
        case Unary(_, operand):
            return replace(node, operand=_renamed(operand, name_of))
        case Binary(_, left, right):
            return replace(node, left=_renamed(left, name_of), right=_renamed(right, name_of))
        case Membership(operand, items):
            return replace(node, operand=_renamed(operand, name_of), items=_all_renamed(items, name_of))
        case Call(_, arguments):
            return replace(node, arguments=_all_renamed(arguments, name_of))
    return node


def _all_renamed(nodes: tuple[Node, ...], name_of: Rename) -> tuple[Node, ...]:
    return tuple(_renamed(node, name_of) for node in nodes)
