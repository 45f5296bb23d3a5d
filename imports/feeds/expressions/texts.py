"""Functions of texts."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.expressions.signatures import Accepts, Example, Function, Parameter
from imports.feeds.expressions.types import DECIMAL, Type, filled

_TEXT = Parameter("text", Accepts.TEXT)
_LENGTH = Parameter("length", Accepts.WHOLE)
_PART = Parameter("part", Accepts.TEXT)
_PATTERN = Parameter("pattern", Accepts.PATTERN)
_BLANKS = " \t\r\n\f\v\u00a0\u2007\u202f\u200b\ufeff"


def _trim(text: pl.Expr) -> pl.Expr:
    return filled(text.str.strip_chars(_BLANKS))


def _length(text: pl.Expr) -> pl.Expr:
    return text.fill_null("").str.len_chars().cast(DECIMAL)


def _left(text: pl.Expr, length: int) -> pl.Expr:
    return filled(text.str.slice(0, length))


def _right(text: pl.Expr, length: int) -> pl.Expr:
    return filled(text.str.tail(length))


def _middle(text: pl.Expr, start: int, length: int) -> pl.Expr:
    return filled(text.str.slice(start - 1, length))


def _replace(text: pl.Expr, find: str, wanted: str) -> pl.Expr:
    return filled(text.str.replace_all(find, wanted, literal=True)) if find else text


def _contains(text: pl.Expr, part: pl.Expr) -> pl.Expr:
    return text.str.contains(part, literal=True)


def _matches(text: pl.Expr, pattern: str) -> pl.Expr:
    return text.str.contains(pattern)


def _extract(text: pl.Expr, pattern: str, group: int = 0) -> pl.Expr:
    return filled(text.str.extract(pattern, group))


def _split(text: pl.Expr, separator: str, part: int) -> pl.Expr:
    place = part - 1 if part > 0 else part
    return _trim(text.str.split(separator).list.get(place, null_on_oob=True))


def joined(*texts: pl.Expr) -> pl.Expr:
    """The texts one after the other; empty when all are empty."""
    return filled(pl.concat_str(*texts, ignore_nulls=True))


def _join(separator: str, *texts: pl.Expr) -> pl.Expr:
    return filled(pl.concat_str(*texts, separator=separator, ignore_nulls=True))


FUNCTIONS = (
    Function(
        "upper",
        _("The text in upper case."),
        (_TEXT,),
        Type.TEXT,
        lambda text: text.str.to_uppercase(),
        Example("upper(marque)", {"marque": "bébé"}, "BÉBÉ"),
    ),
    Function(
        "lower",
        _("The text in lower case."),
        (_TEXT,),
        Type.TEXT,
        lambda text: text.str.to_lowercase(),
        Example("lower(marque)", {"marque": "SONY"}, "sony"),
    ),
    Function(
        "title",
        _("Each word with a capital letter, the rest in lower case."),
        (_TEXT,),
        Type.TEXT,
        lambda text: text.str.to_titlecase(),
        Example("title(marque)", {"marque": "LA ROCHE posay"}, "La Roche Posay"),
    ),
    Function(
        "trim",
        _("The text without blanks at its ends."),
        (_TEXT,),
        Type.TEXT,
        _trim,
        Example("trim(replace(nom, '*', ''))", {"nom": "Lampe *"}, "Lampe"),
    ),
    Function(
        "len",
        _("The number of characters; 0 for an empty text."),
        (_TEXT,),
        Type.NUMBER,
        _length,
        Example("len(ean)", {"ean": "3017620422003"}, "13"),
    ),
    Function(
        "left",
        _("The first characters."),
        (_TEXT, _LENGTH),
        Type.TEXT,
        _left,
        Example("left(ref, 3)", {"ref": "ABC-123"}, "ABC"),
    ),
    Function(
        "right",
        _("The last characters."),
        (_TEXT, _LENGTH),
        Type.TEXT,
        _right,
        Example("right(ref, 3)", {"ref": "ABC-123"}, "123"),
    ),
    Function(
        "mid",
        _("“length” characters from the one at “start” on; the first is 1."),
        (_TEXT, Parameter("start", Accepts.WHOLE, least=1), _LENGTH),
        Type.TEXT,
        _middle,
        Example("mid(ref, 5, 2)", {"ref": "ABC-123"}, "12"),
    ),
    Function(
        "replace",
        _("Every “find” in the text replaced by “with”."),
        (_TEXT, Parameter("find", Accepts.FIXED_TEXT), Parameter("with", Accepts.FIXED_TEXT)),
        Type.TEXT,
        _replace,
        Example("replace(ref, '-', '')", {"ref": "ABC-123"}, "ABC123"),
    ),
    Function(
        "contains",
        _("Whether “part” stands in the text."),
        (_TEXT, _PART),
        Type.BOOLEAN,
        _contains,
        Example("contains(lower(nom), 'lampe')", {"nom": "Une Lampe"}, "true"),
    ),
    Function(
        "starts_with",
        _("Whether the text begins with “part”."),
        (_TEXT, _PART),
        Type.BOOLEAN,
        lambda text, part: text.str.starts_with(part),
        Example("starts_with(ref, 'ABC')", {"ref": "ABC-123"}, "true"),
    ),
    Function(
        "ends_with",
        _("Whether the text ends with “part”."),
        (_TEXT, _PART),
        Type.BOOLEAN,
        lambda text, part: text.str.ends_with(part),
        Example("ends_with(ref, '-B')", {"ref": "ABC-123"}, "false"),
    ),
    Function(
        "matches",
        _("Whether a regular expression matches somewhere in the text; “(?i)” before it ignores the case."),
        (_TEXT, _PATTERN),
        Type.BOOLEAN,
        _matches,
        Example(r"matches(ean, '^\d{13}$')", {"ean": "3017620422003"}, "true"),
    ),
    Function(
        "extract",
        _("The part that a regular expression matches, or its group with this number; empty where nothing matches."),
        (_TEXT, _PATTERN, Parameter("group", Accepts.WHOLE, optional=True, most=99)),
        Type.TEXT,
        _extract,
        Example(r"extract(nom, '(\d+) ?W', 1)", {"nom": "Lampe 60 W"}, "60"),
    ),
    Function(
        "split",
        _("One part of a text cut at each “separator”: 1 is the first part, -1 the last."),
        (
            _TEXT,
            Parameter("separator", Accepts.FIXED_TEXT, least=1),
            Parameter("part", Accepts.WHOLE, least=-1_000, most=1_000),
        ),
        Type.TEXT,
        _split,
        Example("split(categorie, '>', -1)", {"categorie": "Maison > Lampes"}, "Lampes"),
    ),
    Function(
        "join",
        _("The texts that are not empty, with “separator” between them."),
        (Parameter("separator", Accepts.FIXED_TEXT), Parameter("text", Accepts.TEXT, repeated=True)),
        Type.TEXT,
        _join,
        Example("join(' ', marque, nom)", {"marque": "Sony", "nom": "WH-1000"}, "Sony WH-1000"),
    ),
    Function(
        "concat",
        _("The texts one after the other, as “&” does."),
        (Parameter("text", Accepts.TEXT, repeated=True),),
        Type.TEXT,
        joined,
        Example("concat(ref, '-', taille)", {"ref": "A1", "taille": "42"}, "A1-42"),
    ),
)
