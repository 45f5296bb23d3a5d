"""The transformation that calculates by an expression."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.expressions import VALUE_COLUMN, Compiled, Type, compile_expression
from imports.feeds.transformations.registry import Parameter, ParameterType, Surroundings, register

_RESULT = "result"


def _compiled(given: Mapping[str, Any], around: Surroundings) -> Compiled:
    return compile_expression(given["expression"], columns=around.columns, decimal=around.decimal, value=True)


def _gives_number(given: Mapping[str, Any], around: Surroundings) -> bool:
    return _compiled(given, around).type is Type.NUMBER


@register(
    "expression",
    _("Calculate by an expression"),
    Parameter("expression", _("Expression (“value” is the cell)"), ParameterType.EXPRESSION),
    numeric=_gives_number,
)
def expression(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """The cell is `value`, other columns go by their names; the chain before is computed once, however often named."""
    compiled = _compiled(given, around)
    result = compiled.as_text().alias(_RESULT)
    parts = [cell.alias(VALUE_COLUMN), *(pl.col(name) for name in compiled.columns)]

    def run(rows: pl.Series) -> pl.Series:
        return rows.struct.unnest().with_columns(result)[_RESULT]

    return pl.struct(parts).map_batches(run, return_dtype=pl.String)
