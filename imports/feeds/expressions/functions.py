"""The table of functions: the compiler, the documentation and the help of the page read it."""

from imports.feeds.expressions import calculations, choices, texts
from imports.feeds.expressions.signatures import Function

FUNCTIONS: tuple[Function, ...] = (*calculations.FUNCTIONS, *texts.FUNCTIONS, *choices.FUNCTIONS)
BY_NAME: dict[str, Function] = {name: one for one in FUNCTIONS for name in (one.name, *one.aliases)}
