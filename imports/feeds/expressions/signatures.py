"""What a function takes and gives: the contract behind the table of functions."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from imports.feeds.expressions.types import Type

Build = Callable[..., pl.Expr]


class Accepts(StrEnum):
    """What may stand as an argument; the last five are written out, not computed."""

    TEXT = "text"
    NUMBER = "number"
    CONDITION = "condition"
    ANY = "any"
    SAME = "same"
    FIXED_TEXT = "fixed text"
    WHOLE = "whole number"
    PATTERN = "pattern"
    MARK = "decimal mark"
    DATE_FORMAT = "date format"


FIXED = (Accepts.FIXED_TEXT, Accepts.WHOLE, Accepts.PATTERN, Accepts.MARK, Accepts.DATE_FORMAT)


@dataclass(frozen=True)
class Parameter:
    """An argument; `repeated` ones may come again and again, `least` and `most` bound a whole number."""

    name: str
    accepts: Accepts
    optional: bool = False
    repeated: bool = False
    least: int = 0
    most: int = 10_000


@dataclass(frozen=True)
class Example:
    """A formula, the cells it is tried on, and what it gives as text (None is empty)."""

    formula: str
    cells: dict[str, str | None]
    result: str | None


@dataclass(frozen=True)
class Function:
    """A function of the language; without `returns` it gives the type its SAME arguments have in common."""

    name: str
    summary: Any
    parameters: tuple[Parameter, ...]
    returns: Type | None
    build: Build
    example: Example
    aliases: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """The function as people write it: `round(number, decimals?)`, `first(value, …)`."""
        return f"{self.name}({', '.join(_written(parameter) for parameter in self.parameters)})"

    @property
    def fewest(self) -> int:
        """How many arguments there have to be."""
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        """How many there may be; None when the last one repeats."""
        return None if self.parameters[-1].repeated else len(self.parameters)

    def parameter(self, position: int) -> Parameter:
        """The parameter that the argument at `position` (from 0) belongs to."""
        return self.parameters[min(position, len(self.parameters) - 1)]


def _written(parameter: Parameter) -> str:
    return parameter.name + ("?" if parameter.optional else "") + (", …" if parameter.repeated else "")
