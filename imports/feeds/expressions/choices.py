"""Functions that choose, ask, and turn values into texts."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.dates import date_text
from imports.feeds.expressions.signatures import Accepts, Example, Function, Parameter
from imports.feeds.expressions.types import Type

_TEXT = Parameter("text", Accepts.TEXT)


def _if(condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr | None = None) -> pl.Expr:
    chosen = pl.when(condition).then(then)
    return chosen if otherwise is None else chosen.otherwise(otherwise)


FUNCTIONS = (
    Function(
        "if",
        _("“then” where the condition holds, else “otherwise” (empty when it is not given)."),
        (
            Parameter("condition", Accepts.CONDITION),
            Parameter("then", Accepts.SAME),
            Parameter("otherwise", Accepts.SAME, optional=True),
        ),
        None,
        _if,
        Example("if(stock > 0, prix, prix * 1.1)", {"stock": "0", "prix": "100"}, "110"),
    ),
    Function(
        "first",
        _("The first value that is not empty."),
        (Parameter("value", Accepts.SAME, repeated=True),),
        None,
        lambda *values: pl.coalesce(*values),
        Example("first(promo, prix)", {"promo": None, "prix": "12"}, "12"),
        aliases=("coalesce",),
    ),
    Function(
        "is_empty",
        _("Whether there is no value."),
        (Parameter("value", Accepts.ANY),),
        Type.BOOLEAN,
        pl.Expr.is_null,
        Example("is_empty(ean)", {"ean": " "}, "true"),
    ),
    Function(
        "text",
        _("The value as a text; numbers without needless zeros."),
        (_TEXT,),
        Type.TEXT,
        lambda text: text,
        Example("text(round(prix)) & ' EUR'", {"prix": "12,60"}, "13 EUR"),
    ),
    Function(
        "date",
        _("The date in a text as YYYY-MM-DD; “format” such as 'DD/MM/YYYY' when day, month, year is not the order."),
        (_TEXT, Parameter("format", Accepts.DATE_FORMAT, optional=True)),
        Type.TEXT,
        date_text,
        Example("date(jour)", {"jour": "31/12/2026 10:00"}, "2026-12-31"),
    ),
)
