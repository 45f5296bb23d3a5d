"""Functions of numbers."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.expressions.parsing import DECIMALS
from imports.feeds.expressions.signatures import Accepts, Example, Function, Parameter
from imports.feeds.expressions.types import Type, read_number

_NUMBER = Parameter("number", Accepts.NUMBER)
_NUMBERS = Parameter("number", Accepts.NUMBER, repeated=True)


def _round(number: pl.Expr, decimals: int = 0) -> pl.Expr:
    return number.round(decimals, mode="half_away_from_zero")


def _lowest(*numbers: pl.Expr) -> pl.Expr:
    return pl.min_horizontal(*numbers)


def _highest(*numbers: pl.Expr) -> pl.Expr:
    return pl.max_horizontal(*numbers)


def _read(text: pl.Expr, mark: str | None = None) -> pl.Expr:
    return read_number(text, decimal=mark)


FUNCTIONS = (
    Function(
        "round",
        _("The number rounded, a half away from zero; without “decimals” to a whole number."),
        (_NUMBER, Parameter("decimals", Accepts.WHOLE, optional=True, most=DECIMALS)),
        Type.NUMBER,
        _round,
        Example("round(prix * 1.2, 2)", {"prix": "19,99"}, "23.99"),
    ),
    Function(
        "floor",
        _("The next whole number below."),
        (_NUMBER,),
        Type.NUMBER,
        pl.Expr.floor,
        Example("floor(prix)", {"prix": "-2,5"}, "-3"),
    ),
    Function(
        "ceil",
        _("The next whole number above; “ceil(prix) - 0.01” gives prices that end in 99."),
        (_NUMBER,),
        Type.NUMBER,
        pl.Expr.ceil,
        Example("ceil(prix) - 0.01", {"prix": "19,20"}, "19.99"),
    ),
    Function(
        "abs",
        _("The number without its sign."),
        (_NUMBER,),
        Type.NUMBER,
        pl.Expr.abs,
        Example("abs(stock)", {"stock": "-3"}, "3"),
    ),
    Function(
        "min",
        _("The lowest of the numbers; empty ones are left out."),
        (_NUMBERS,),
        Type.NUMBER,
        _lowest,
        Example("min(prix, promo)", {"prix": "10", "promo": "8,50"}, "8.5"),
    ),
    Function(
        "max",
        _("The highest of the numbers; empty ones are left out."),
        (_NUMBERS,),
        Type.NUMBER,
        _highest,
        Example("max(stock, 0)", {"stock": "-3"}, "0"),
    ),
    Function(
        "number",
        _("The number in a text of any local style; with “mark”, ',' or '.', the one that stands before decimals."),
        (Parameter("text", Accepts.TEXT), Parameter("mark", Accepts.MARK, optional=True)),
        Type.NUMBER,
        _read,
        Example("number(prix)", {"prix": "1 234,50 €"}, "1234.5"),
    ),
)
