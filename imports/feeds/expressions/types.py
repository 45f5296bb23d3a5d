"""The types of values and how each becomes another, as column expressions.

Numbers are decimals with 14 digits before the point and 10 behind it, computed exactly: a sum of money is never off
by a binary fraction. What does not fit is empty. Texts are never of length zero: that is empty, too.
"""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from imports.feeds.expressions.parsing import DECIMALS, WHOLE_DIGITS
from imports.feeds.numbers import number_expression

DECIMAL = pl.Decimal(WHOLE_DIGITS + DECIMALS, DECIMALS)


class Type(StrEnum):
    """What an expression gives. A cell is a text that is read as a number where one is needed; nothing fits all."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CELL = "cell"
    NOTHING = "nothing"

    @property
    def is_text(self) -> bool:
        """Whether texts can be compared with it."""
        return self in (Type.TEXT, Type.CELL)


@dataclass(frozen=True)
class Typed:
    """An expression with its type; a constant one does not depend on the row."""

    expression: pl.Expr
    type: Type
    is_constant: bool = False


NOTHING = Typed(pl.lit(None, dtype=pl.String), Type.NOTHING, is_constant=True)


def bounded(number: pl.Expr) -> pl.Expr:
    """The number within the limits of the language; empty beyond them."""
    return number.cast(DECIMAL, strict=False)


def filled(text: pl.Expr) -> pl.Expr:
    """The text; empty when it has no characters."""
    return text.replace("", None)


def number_text(number: pl.Expr) -> pl.Expr:
    """The shortest decimal text: "12.5", "1200"."""
    return number.cast(pl.String).str.replace(r"\.?0+$", "")


def boolean_text(condition: pl.Expr) -> pl.Expr:
    """true or false as a text."""
    return condition.cast(pl.String)


def read_number(cell: pl.Expr, *, decimal: str | None) -> pl.Expr:
    """The number in a text of any local style; empty when it holds none, or several."""
    return bounded(number_expression(cell, decimal=decimal))


def folded(typed: Typed) -> Typed:
    """A constant expression as its value, so that it is computed once and fits every frame."""
    if not typed.is_constant:
        return typed
    value = pl.select(typed.expression.alias("value")).to_series()
    return Typed(pl.lit(value[0], dtype=value.dtype), typed.type, is_constant=True)
