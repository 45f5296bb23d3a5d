"""The expressions of a mapping: checked against the columns of a file, kept with the columns' exact names."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from imports.errors import ExpressionError
from imports.feeds.expressions import compile_expression, spelled
from imports.feeds.mapping.model import FieldMapping, Mapping
from imports.feeds.transformations import ParameterType, get_transformation


def check_formulas(mapping: Mapping, columns: Sequence[str]) -> Mapping:
    """The mapping with every column in an expression spelled as in the file: so it is found again in the next one.

    Raises ExpressionError, which names the field too.
    """
    return replace(mapping, fields={name: _checked(name, field, columns) for name, field in mapping.fields.items()})


def _checked(name: str, field: FieldMapping, columns: Sequence[str]) -> FieldMapping:
    try:
        if field.expression:
            compile_expression(field.expression, columns=columns)
        return replace(
            field,
            expression=spelled(field.expression, columns) if field.expression else None,
            transformations=tuple((step, _spelled(step, given, columns)) for step, given in field.transformations),
        )
    except ExpressionError as error:
        raise ExpressionError(f"“{name}”: {error}", field=name, **error.params) from error


def _spelled(step: str, given: Table[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    formulas = {one.name for one in get_transformation(step).parameters if one.type is ParameterType.EXPRESSION}
    exact = {name: spelled(given[name], columns) for name in formulas if isinstance(given.get(name), str)}
    return {**given, **exact}
