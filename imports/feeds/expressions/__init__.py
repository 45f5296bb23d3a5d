"""A small language for prices, texts and conditions, compiled to column expressions; docs/expressions.md explains it.

Nothing in it can run code, read files or loop: it knows columns, operators and the functions of one table.
"""

from imports.errors import ExpressionError
from imports.feeds.expressions.compiling import Compiled, compile_expression
from imports.feeds.expressions.functions import FUNCTIONS
from imports.feeds.expressions.naming import names_in, renamed, spelled
from imports.feeds.expressions.scope import VALUE, VALUE_COLUMN, kinds_of
from imports.feeds.expressions.types import Type

__all__ = [
    "FUNCTIONS",
    "VALUE",
    "VALUE_COLUMN",
    "Compiled",
    "ExpressionError",
    "Type",
    "compile_expression",
    "kinds_of",
    "names_in",
    "renamed",
    "spelled",
]
