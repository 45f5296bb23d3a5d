"""From the tree of an expression to a column expression: names found, types checked, nothing executed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from django.utils.translation import gettext as _

from imports.feeds.expressions import calling
from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary
from imports.feeds.expressions.operators import ARITHMETIC, COMPARISONS, LOGIC
from imports.feeds.expressions.parsing import parse
from imports.feeds.expressions.problems import problem
from imports.feeds.expressions.scope import Scope
from imports.feeds.expressions.texts import joined
from imports.feeds.expressions.types import (
    DECIMAL,
    NOTHING,
    Type,
    Typed,
    boolean_text,
    bounded,
    folded,
    number_text,
    read_number,
)


@dataclass(frozen=True)
class Compiled:
    """A checked expression: its column expression, the type it gives, the columns it reads, its text."""

    expression: pl.Expr
    type: Type
    columns: tuple[str, ...]
    text: str

    def as_text(self) -> pl.Expr:
        """The result as a text column: numbers as plain decimals, conditions as true or false."""
        if self.type is Type.NUMBER:
            return number_text(self.expression)
        return boolean_text(self.expression) if self.type is Type.BOOLEAN else self.expression


def compile_expression(
    text: str,
    *,
    columns: Iterable[str],
    kinds: Mapping[str, Type | str] | None = None,
    wanted: Type | str | None = None,
    decimal: str | None = None,
    value: bool = False,
) -> Compiled:
    """Check an expression over a frame with these text columns, and compile it.

    `kinds` says which columns hold plain decimals ("number") or conditions ("boolean"); the others are texts, read as
    numbers of the style `decimal` where a number is needed. `wanted` is the type the caller needs ("boolean" for a
    condition). With `value` the name `value` stands for the cell of a transformation (column `scope.VALUE_COLUMN`).
    Raises ExpressionError with the place.
    """
    compiler = Compiler(text, Scope(columns, kinds or {}, value=value), decimal=decimal)
    tree = parse(text)
    typed = compiler.wanted(tree, Type(wanted)) if wanted else compiler.typed(tree)
    kind = Type.TEXT if typed.type in (Type.CELL, Type.NOTHING) else typed.type
    return Compiled(typed.expression, kind, tuple(compiler.scope.used), text)


class Compiler:
    """Walks a tree from its leaves up; the depth of a tree is limited by the parser."""

    def __init__(self, text: str, scope: Scope, *, decimal: str | None) -> None:
        self.text = text
        self.scope = scope
        self.decimal = decimal

    def typed(self, node: Node) -> Typed:
        """The node as an expression with its own type."""
        match node:
            case Literal(value):
                return _literal(value)
            case Name():
                return self.scope.find(node, self.text)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Membership():
                return self._membership(node)
            case Call():
                return calling.call(self, node)
        raise TypeError(node)

    def wanted(self, node: Node, kind: Type) -> Typed:
        """The node as an expression of type `kind`; raises ExpressionError when it cannot be that."""
        return self.converted(self.typed(node), kind, node)

    def converted(self, typed: Typed, kind: Type, node: Node) -> Typed:
        """The value as one of another type, where that is harmless: a cell as number, anything as text."""
        if typed.type is kind:
            return typed
        if typed.type is Type.NOTHING:
            return Typed(pl.lit(None, dtype=_DTYPES[kind]), kind, is_constant=True)
        if kind is Type.TEXT:
            return Typed(_text_of(typed), kind, typed.is_constant)
        if kind is Type.NUMBER and typed.type is Type.CELL:
            return Typed(read_number(typed.expression, decimal=self.decimal), kind)
        raise self._mismatch(typed.type, kind, node)

    def _mismatch(self, received: Type, kind: Type, node: Node) -> Exception:
        names = {Type.NUMBER: _("a number"), Type.BOOLEAN: _("a condition"), Type.TEXT: _("a text")}
        found = names.get(received, _("a column of texts"))
        reason = _("found %(found)s, expected %(expected)s.") % {"found": found, "expected": names[kind]}
        if kind is Type.NUMBER and received is Type.TEXT:
            reason = _("%(reason)s Write number(…) around a text that holds one.") % {"reason": reason}
        elif kind is Type.BOOLEAN:
            reason = _("%(reason)s Compare it with something, as in “x > 0” or “x = 'yes'”.") % {"reason": reason}
        return problem(self.text, node.at, reason, found=found, expected=names[kind])

    def _unary(self, node: Unary) -> Typed:
        kind = Type.BOOLEAN if node.operator == "not" else Type.NUMBER
        operand = self.wanted(node.operand, kind)
        expression = ~operand.expression if kind is Type.BOOLEAN else -operand.expression
        return folded(Typed(expression, kind, operand.is_constant))

    def _binary(self, node: Binary) -> Typed:
        if node.operator in COMPARISONS:
            return folded(self._comparison(node))
        if node.operator == "&":
            left, right = self.wanted(node.left, Type.TEXT), self.wanted(node.right, Type.TEXT)
            return folded(_both(left, right, joined(left.expression, right.expression), Type.TEXT))
        kind = Type.BOOLEAN if node.operator in LOGIC else Type.NUMBER
        operate = LOGIC.get(node.operator) or ARITHMETIC[node.operator]
        left, right = self.wanted(node.left, kind), self.wanted(node.right, kind)
        return folded(_both(left, right, operate(left.expression, right.expression), kind))

    def _comparison(self, node: Binary) -> Typed:
        left, right = self.typed(node.left), self.typed(node.right)
        if Type.NOTHING in (left.type, right.type):
            return self._emptiness(node, left if right.type is Type.NOTHING else right)
        kind = self._common(node, left, right)
        left, right = self.converted(left, kind, node.left), self.converted(right, kind, node.right)
        return _both(left, right, COMPARISONS[node.operator](left.expression, right.expression), Type.BOOLEAN)

    def _emptiness(self, node: Binary, other: Typed) -> Typed:
        """`x = ''` and `x = null` ask whether x is empty."""
        if node.operator not in ("=", "!="):
            reason = _("nothing is lower or higher than an empty value: use “=” or “!=”.")
            raise problem(self.text, node.at, reason, found=node.operator)
        empty = other.expression.is_null()
        return Typed(empty if node.operator == "=" else ~empty, Type.BOOLEAN, other.is_constant)

    def _common(self, node: Binary, left: Typed, right: Typed) -> Type:
        """Two cells are compared as texts, but ordered as numbers."""
        kinds = {left.type, right.type}
        if kinds == {Type.CELL}:
            return Type.TEXT if node.operator in ("=", "!=") else Type.NUMBER
        if kinds <= {Type.TEXT, Type.CELL}:
            return Type.TEXT
        if kinds <= {Type.NUMBER, Type.CELL}:
            return Type.NUMBER
        if kinds == {Type.BOOLEAN} and node.operator in ("=", "!="):
            return Type.BOOLEAN
        raise self._mismatch(right.type, Type.TEXT if left.type is Type.CELL else left.type, node.right)

    def _membership(self, node: Membership) -> Typed:
        operand = self.typed(node.operand)
        values = [item.value for item in node.items if isinstance(item, Literal)]
        if len(values) < len(node.items) or any(isinstance(value, bool) for value in values):
            stray = next(item for item in node.items if not isinstance(item, Literal) or isinstance(item.value, bool))
            raise problem(self.text, stray.at, _("“in” takes texts in quotes or numbers."))
        kind = Type.NUMBER if any(isinstance(value, Decimal) for value in values) else Type.TEXT
        for item in node.items:
            self.converted(self.typed(item), kind, item)
        operand = self.converted(operand, kind, node.operand)
        listed = pl.Series([value for value in values if value not in (None, "")], dtype=_DTYPES[kind])
        found = operand.expression.is_in(listed.implode())
        if len(listed) < len(values):
            found = found.fill_null(value=True)
        return folded(Typed(found, Type.BOOLEAN, operand.is_constant))


def _literal(value: Decimal | str | bool | None) -> Typed:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return Typed(pl.lit(value), Type.BOOLEAN, is_constant=True)
    if isinstance(value, Decimal):
        return Typed(bounded(pl.lit(f"{value:f}")), Type.NUMBER, is_constant=True)
    return Typed(pl.lit(value), Type.TEXT, is_constant=True)


def _text_of(typed: Typed) -> pl.Expr:
    if typed.type is Type.NUMBER:
        return number_text(typed.expression)
    return boolean_text(typed.expression) if typed.type is Type.BOOLEAN else typed.expression


def _both(left: Typed, right: Typed, expression: pl.Expr, kind: Type) -> Typed:
    return Typed(expression, kind, left.is_constant and right.is_constant)


_DTYPES = {
    Type.TEXT: pl.String(),
    Type.CELL: pl.String(),
    Type.NUMBER: DECIMAL,
    Type.BOOLEAN: pl.Boolean(),
}
