"""The table of transformations: name, label, typed parameters, and the column expression each compiles to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput


class ParameterType(StrEnum):
    """What a parameter holds; the page chooses its input by it."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    CHOICE = "choice"
    COLUMN = "column"
    PATTERN = "pattern"
    TABLE = "table"
    EXPRESSION = "expression"


@dataclass(frozen=True)
class Parameter:
    """One setting of a transformation."""

    name: str
    label: Any
    type: ParameterType
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a step may know beside its cell: the columns of the frame and the column's decimal mark."""

    columns: tuple[str, ...] = ()
    decimal: str | None = None


Compile = Callable[[pl.Expr, Mapping[str, Any], Surroundings], pl.Expr]
Step = tuple[str, Mapping[str, Any]]
Asked = Callable[[Mapping[str, Any], Surroundings], bool]


@dataclass(frozen=True)
class Transformation:
    """A named step of a mapping; `numeric` says whether it gives plain decimal text."""

    name: str
    label: Any
    compile: Compile
    numeric: Asked
    parameters: tuple[Parameter, ...] = field(default=())


_REGISTRY: dict[str, Transformation] = {}
_MAX_PATTERN = 1_000


def always(given: Mapping[str, Any], around: Surroundings) -> bool:
    """For steps that give plain decimal text whatever their parameters are."""
    return True


def _never(given: Mapping[str, Any], around: Surroundings) -> bool:
    return False


def register(name: str, label: Any, *parameters: Parameter, numeric: Asked = _never) -> Callable[[Compile], Compile]:
    """Enter the decorated compile function under `name`."""

    def enter(function: Compile) -> Compile:
        _REGISTRY[name] = Transformation(name, label, function, numeric, parameters)
        return function

    return enter


def all_transformations() -> list[Transformation]:
    """Every transformation, in the order of the page."""
    return list(_REGISTRY.values())


def get_transformation(name: str) -> Transformation:
    """The transformation `name`; InvalidInput names the known ones."""
    if name not in _REGISTRY:
        known = ", ".join(_REGISTRY)
        raise InvalidInput(
            _("“%(name)s” is not a transformation. Known are: %(known)s.") % {"name": name, "known": known},
            code="transformation_unknown",
        )
    return _REGISTRY[name]


def compile_chain(cell: pl.Expr, steps: Sequence[Step], surroundings: Surroundings) -> pl.Expr:
    """The expression of a whole chain; every parameter is checked before anything runs."""
    for name, given in steps:
        transformation = get_transformation(name)
        checked = check_parameters(transformation, given, surroundings)
        cell = transformation.compile(cell, checked, surroundings)
        if transformation.numeric(checked, surroundings):
            surroundings = replace(surroundings, decimal=".")
    return cell


def gives_number(steps: Sequence[Step], surroundings: Surroundings) -> bool:
    """Whether the chain ends in plain decimal text: from there on the point is the decimal mark."""
    name, given = steps[-1]
    transformation = get_transformation(name)
    return transformation.numeric(check_parameters(transformation, given, surroundings), surroundings)


def check_parameters(
    transformation: Transformation, given: Mapping[str, Any], surroundings: Surroundings
) -> dict[str, Any]:
    """The parameters with defaults filled in and types checked."""
    unknown = set(given) - {parameter.name for parameter in transformation.parameters}
    if unknown:
        allowed = ", ".join(parameter.name for parameter in transformation.parameters) or "-"
        raise InvalidInput(
            _("“%(step)s” has no parameter “%(name)s”. It takes: %(allowed)s.")
            % {"step": transformation.name, "name": sorted(unknown)[0], "allowed": allowed},
            code="parameter_unknown",
        )
    return {
        parameter.name: _checked(transformation, parameter, given.get(parameter.name), surroundings)
        for parameter in transformation.parameters
    }


def _checked(transformation: Transformation, parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    if value is None or value == "":
        if parameter.required and value is None:
            raise _wrong(transformation, parameter, value, _("a value"))
        return parameter.default if value is None else value
    expected = _EXPECTATIONS[parameter.type](parameter, value, surroundings)
    if expected:
        raise _wrong(transformation, parameter, value, expected)
    return value


def _wrong(transformation: Transformation, parameter: Parameter, value: Any, expected: Any) -> InvalidInput:
    message = _("“%(step)s”, parameter “%(name)s”: received “%(value)s”, expected %(expected)s.") % {
        "step": transformation.name,
        "name": parameter.name,
        "value": "" if value is None else value,
        "expected": expected,
    }
    return InvalidInput(message, code="parameter_invalid", step=transformation.name, parameter=parameter.name)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _expect_pattern(parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    """Polars' pattern engine is linear in the text, so no pattern can hang a run; only its size is limited."""
    if not isinstance(value, str) or len(value) > _MAX_PATTERN:
        return _("a regular expression of at most 1000 characters")
    try:
        pl.Series([""]).str.contains(value)
    except pl.exceptions.ComputeError:
        return _("a valid regular expression (look-around and back-references are not supported)")
    return None


def _expect_column(parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    if not surroundings.columns or value in surroundings.columns:
        return None
    return _("the name of a column of the file (%(columns)s)") % {"columns": ", ".join(surroundings.columns[:20])}


def _expect_expression(parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    """Its own errors name the place; here only what is no text is refused."""
    return None if isinstance(value, str) else _("an expression such as round(value * 1.2, 2)")


def _expect_choice(parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    if value in parameter.choices:
        return None
    return _("one of: %(choices)s") % {"choices": ", ".join(parameter.choices)}


def _expect_table(parameter: Parameter, value: Any, surroundings: Surroundings) -> Any:
    texts = isinstance(value, Mapping) and all(isinstance(text, str) for pair in value.items() for text in pair)
    return None if texts else _("a table of texts: received value to new value")


_EXPECTATIONS: dict[ParameterType, Callable[[Parameter, Any, Surroundings], Any]] = {
    ParameterType.TEXT: lambda p, value, s: None if isinstance(value, str) else _("a text"),
    ParameterType.NUMBER: lambda p, value, s: None if _is_number(value) else _("a number"),
    ParameterType.WHOLE: lambda p, value, s: None if type(value) is int else _("a whole number"),
    ParameterType.FLAG: lambda p, value, s: None if isinstance(value, bool) else _("true or false"),
    ParameterType.CHOICE: _expect_choice,
    ParameterType.COLUMN: _expect_column,
    ParameterType.PATTERN: _expect_pattern,
    ParameterType.TABLE: _expect_table,
    ParameterType.EXPRESSION: _expect_expression,
}
