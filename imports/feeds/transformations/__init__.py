"""Transformations of a mapping: importing this package enters all of them in the registry."""

from imports.feeds.transformations import formulas, numeric, texts, values
from imports.feeds.transformations.registry import (
    Parameter,
    ParameterType,
    Surroundings,
    Transformation,
    all_transformations,
    check_parameters,
    compile_chain,
    get_transformation,
    gives_number,
)

__all__ = [
    "Parameter",
    "ParameterType",
    "Surroundings",
    "Transformation",
    "all_transformations",
    "check_parameters",
    "compile_chain",
    "formulas",
    "get_transformation",
    "gives_number",
    "numeric",
    "texts",
    "values",
]
