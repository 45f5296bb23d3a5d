"""What operators do, once the types of their operands are settled."""

from collections.abc import Callable

import polars as pl

from imports.feeds.expressions.types import bounded

Operate = Callable[[pl.Expr, pl.Expr], pl.Expr]


def _without_zeros(numbers: pl.Series) -> pl.Series:
    return numbers.set(numbers == 0, None)


def _divisor(number: pl.Expr) -> pl.Expr:
    """Dividing by zero is refused by the engine; here it gives nothing."""
    return number.map_batches(_without_zeros, return_dtype=pl.self_dtype())


ARITHMETIC: dict[str, Operate] = {
    "+": lambda left, right: bounded(left + right),
    "-": lambda left, right: bounded(left - right),
    "*": lambda left, right: bounded(left * right),
    "/": lambda left, right: bounded(left / _divisor(right)),
    "%": lambda left, right: bounded(left % _divisor(right)),
}
COMPARISONS: dict[str, Operate] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
LOGIC: dict[str, Operate] = {"and": lambda left, right: left & right, "or": lambda left, right: left | right}
