"""The tree of an expression; two trees are equal when they say the same, wherever they stand in their texts."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Node:
    """A part of an expression: `at` is its first character, `depth` and `size` keep the tree within its limits."""

    at: int = field(default=0, compare=False, kw_only=True)
    depth: int = field(default=1, compare=False, kw_only=True)
    size: int = field(default=1, compare=False, kw_only=True)


@dataclass(frozen=True)
class Literal(Node):
    """A number, a text, true, false, or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True)
class Name(Node):
    """A column, as it was written."""

    name: str


@dataclass(frozen=True)
class Unary(Node):
    """`-x`, `not x`."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Two operands; the operator is in lower case, of the spellings of one comparison the first (`=`, `!=`)."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Membership(Node):
    """`x in (a, b)`; `not in` is its negation."""

    operand: Node
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Call(Node):
    """A function with its arguments; the name is in lower case."""

    function: str
    arguments: tuple[Node, ...]
