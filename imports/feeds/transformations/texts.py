"""Transformations of text."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imports.feeds.transformations.registry import Parameter, ParameterType, Surroundings, register

_TEXT = Parameter("text", _("Text"), ParameterType.TEXT)
_COLUMN = Parameter("column", _("Column"), ParameterType.COLUMN)
_SEPARATOR = Parameter("separator", _("Separator"), ParameterType.TEXT)


@register("trim", _("Remove spaces around"))
def trim(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Spaces of every kind off both ends."""
    return cell.str.strip_chars().str.strip_chars("\u00a0\u200b\ufeff")


@register("squeeze", _("Collapse repeated spaces"))
def squeeze(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Runs of spaces and line breaks to one space."""
    return cell.str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()


@register(
    "case",
    _("Change upper and lower case"),
    Parameter(
        "to", pgettext_lazy("letter case", "To"), ParameterType.CHOICE, choices=("upper", "lower", "title", "sentence")
    ),
)
def case(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Letter case of the whole cell."""
    if given["to"] == "upper":
        return cell.str.to_uppercase()
    if given["to"] == "lower":
        return cell.str.to_lowercase()
    if given["to"] == "title":
        return cell.str.to_titlecase()
    return cell.str.slice(0, 1).str.to_uppercase() + cell.str.slice(1).str.to_lowercase()


@register("prefix", _("Put text before"), _TEXT)
def prefix(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """`text` before each filled cell; empty cells stay empty."""
    return pl.lit(given["text"]) + cell


@register("suffix", _("Put text after"), _TEXT)
def suffix(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """`text` after each filled cell; empty cells stay empty."""
    return cell + pl.lit(given["text"])


@register(
    "replace",
    _("Find and replace"),
    Parameter("find", _("Find"), ParameterType.TEXT),
    Parameter("with", _("Replace with"), ParameterType.TEXT, required=False, default=""),
)
def replace(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Every occurrence of a literal text."""
    return cell.str.replace_all(given["find"], given["with"], literal=True)


@register(
    "regex_replace",
    _("Find and replace by pattern"),
    Parameter("pattern", _("Pattern"), ParameterType.PATTERN),
    Parameter("with", _("Replace with"), ParameterType.TEXT, required=False, default=""),
)
def regex_replace(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Every match; `$1` in the replacement is the first group."""
    return cell.str.replace_all(given["pattern"], given["with"])


@register(
    "regex_extract",
    _("Keep the part that matches a pattern"),
    Parameter("pattern", _("Pattern"), ParameterType.PATTERN),
    Parameter("group", _("Group"), ParameterType.WHOLE, required=False, default=0),
)
def regex_extract(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """The first match (group 0) or one of its groups; empty where nothing matches."""
    return cell.str.extract(given["pattern"], given["group"])


@register(
    "split",
    _("Split and keep one part"),
    _SEPARATOR,
    Parameter("part", _("Part (1 = first, -1 = last)"), ParameterType.WHOLE, required=False, default=1),
)
def split(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """One part of a cell; empty where there are fewer parts."""
    part = given["part"]
    return (
        cell.str.split(given["separator"]).list.get(part - 1 if part > 0 else part, null_on_oob=True).str.strip_chars()
    )


@register("join", _("Join with another column"), _COLUMN, _SEPARATOR)
def join(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """This cell and that of another column; the separator only between two filled cells."""
    joined = pl.concat_str(cell, pl.col(given["column"]), separator=given["separator"], ignore_nulls=True)
    return pl.when(joined != "").then(joined)


@register("strip_html", _("Remove HTML tags"))
def strip_html(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Tags off, the usual entities read, spaces collapsed."""
    plain = cell.str.replace_all(r"(?is)<(script|style)\b.*?</(script|style)>", " ").str.replace_all(r"<[^>]*>", " ")
    for entity, character in (
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        plain = plain.str.replace_all(entity, character, literal=True)
    return plain.str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()


@register("truncate", _("Shorten"), Parameter("length", _("Longest length"), ParameterType.WHOLE))
def truncate(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """At most `length` characters."""
    return cell.str.slice(0, given["length"])
