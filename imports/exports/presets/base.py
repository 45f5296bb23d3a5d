"""The contract of a predefined layout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from imports.exports.columns import ExportColumn
from imports.exports.plan import Rules

Arrange = Callable[[pl.DataFrame, Sequence[str]], pl.DataFrame]


@dataclass(frozen=True)
class Layout:
    """A predefined layout. `columns` None: all columns that the organisation has.

    `grouped`: variants follow their model; without `with_models` a model that has variants is no row itself.
    `arrange` makes the final rows of projected ones (`id`, c0, c1, ...), given the headings.
    """

    code: str
    name: Any
    description: Any
    format: str = "csv"
    options: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[ExportColumn, ...] | None = ()
    rules: Rules = field(default_factory=Rules)
    extension: str = ""
    grouped: bool = False
    with_models: bool = True
    arrange: Arrange | None = None


def column(header: str, source: str = "", expression: str = "", **more: Any) -> ExportColumn:
    """A column of a layout, shortly."""
    return ExportColumn(source=source, header=header, expression=expression, **more)


# What other programs read: nothing is added to texts.
FOR_PROGRAMS: Mapping[str, Any] = {"guarded": False, "bom": False, "delimiter": ",", "encoding": "utf-8"}
