"""Numbers as people write them, in any local style, to decimal text ("1 234,50 €" -> "1234.50"), column by column."""

from decimal import Decimal
from functools import partial

import polars as pl

PLAIN = r"^-?\d+(?:\.\d+)?$"
_UNICODE_SPACES = r"[\s\u00a0\u2007\u2009\u202f]+"
_BODY = r"(\d[\d.,'\u2019 ]*(?:[eE][+\-]?\d{1,3}\b)?)"
_WORDS = (
    r"euros?|us|fcfa|f\scfa|kč|zł|руб|р|грн|тг|лв|lei|ft|kr|dhs?|dt|da|fr|円|元|원|h\.?\s?t|t\.?\s?t\.?\s?c|tvac|htva"
    r"|brut|netto|brutto|excl|incl|inkl|zzgl|mwst|tax|taxes|ab|from|dès|desde|[a-z]{3}"
)
_AFFIX = rf"(?i)^(?:(?:{_WORDS})(?:\b|$)|[a-z]{{1,2}}\$|[€$£¥₹₽₴₺₩฿₪₫₱₦₵₸₡~≈*%()+\-\u2013\u2014\s.,:]|/\s?\pL+)*$"
_COMMON = r"^(?:[€$£] ?)?(\d+(?:[.,]\d{1,2})?)(?:[ \u00a0]?(?:€|\$|£|[A-Z]{3}|Kč|zł))?$"
_SPACED = r"^\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d+)?$"
_MIXED = r"^(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})\.\d+$|^(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$"
_GROUPS = r"^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$"
_REPEATED_WITH_DECIMALS = r"^\d{1,3}(?:,\d{3})+,\d{1,2}$|^\d{1,3}(?:\.\d{3})+\.\d{1,2}$"
_AMBIGUOUS = r"^[1-9]\d{0,2}[.,]\d{3}$"
_SINGLE = r"^\d+[.,]\d+$"
_EXPONENT = r"^\d+(?:[.,]\d+)?[eE][+\-]?\d{1,3}$"


def decimal_style(cells: pl.Series) -> str | None:
    """The decimal mark (`","` or `"."`) the column's unambiguous cells use, None when no cell decides."""
    bodies = (
        cells.cast(pl.String).drop_nulls().unique().str.extract(_BODY).drop_nulls().str.strip_chars_end(" .,'\u2019")
    )
    last = bodies.str.extract(r"([.,])\d+$")
    decides = bodies.str.contains(r"[.,](?:\d{1,2}|\d{4,})$") | (
        bodies.str.contains(_MIXED) & bodies.str.contains(r"\.") & bodies.str.contains(",")
    )
    votes = last.filter(decides).drop_nulls()
    commas = int((votes == ",").sum())
    if not votes.len() or commas * 2 == votes.len():
        return None
    return "," if commas * 2 > votes.len() else "."


def parse_numbers(cells: pl.Series, *, decimal: str | None = None) -> pl.Series:
    """Decimal text of each cell; null where the cell is empty or does not hold exactly one number.

    `decimal` settles cells such as "1.234"; without it the column's own style does, then the point wins over
    the thousands reading and the comma loses to it.
    """
    text = cells.cast(pl.String)
    is_odd = (~text.str.contains(PLAIN)).fill_null(value=False) | _three_decimals(text)
    if not is_odd.any():
        return text
    common = text.str.extract(_COMMON).str.replace(",", ".", literal=True)
    frame = pl.DataFrame({"text": text, "number": common, "odd": is_odd & common.is_null()})
    if frame["odd"].any():
        odd = frame.filter("odd").select(pl.col("text").unique())
        answers = odd.with_columns(parsed=_number(pl.col("text"), style=decimal or decimal_style(text)))
        frame = frame.join(answers, on="text", how="left", maintain_order="left")
        frame = frame.with_columns(number=pl.when("odd").then("parsed").otherwise("number"))
    plain = ~is_odd
    return frame.select(pl.when(plain).then("text").otherwise("number").alias(cells.name)).to_series()


def number_expression(cell: pl.Expr, *, decimal: str | None = None) -> pl.Expr:
    """`parse_numbers` as a column expression."""
    return cell.map_batches(partial(parse_numbers, decimal=decimal), return_dtype=pl.String)


def parse_number(text: str | None, *, decimal: str | None = None) -> Decimal | None:
    """One cell as a Decimal, None when it does not hold exactly one number."""
    answer = parse_numbers(pl.Series([text], dtype=pl.String), decimal=decimal)[0]
    return None if answer is None else Decimal(answer)


def money_text(numbers: pl.Expr) -> pl.Expr:
    """Decimal text with two decimals, or up to four when the cents are divided: "12.5" -> "12.50"."""
    padded = numbers.str.replace(r"^(-?\d+)$", "$1.00").str.replace(r"^(-?\d+\.\d)$", "${1}0")
    return padded.str.replace(r"^(-?)0+(\d)", "$1$2").str.replace(r"(\.\d{2}\d*?)0+$", "$1")


def _three_decimals(text: pl.Series) -> pl.Series:
    return text.str.contains(r"^-?[1-9]\d{0,2}\.\d{3}$").fill_null(value=False)


def _number(text: pl.Expr, *, style: str | None) -> pl.Expr:
    """Sign, body and surroundings apart: the surroundings must be currency and tax words, without any digit."""
    tidy = (
        text.str.replace_all(_UNICODE_SPACES, " ")
        .str.replace_all("\u2212", "-")
        .str.replace(r"(^|[^\d.,])([.,]\d)", "${1}0$2")
        .str.strip_chars()
    )
    before = tidy.str.extract(r"^([^\d]*)")
    raw_body = tidy.str.extract(_BODY)
    after = tidy.str.extract(rf"^[^\d]*{_BODY}(.*)$", 2)
    clear = before.str.contains(_AFFIX) & after.str.contains(_AFFIX)
    rounded = raw_body.str.contains(r"[.,]\s*$")
    negative = before.str.contains("-") | (before.str.contains(r"\($") & after.str.contains(r"^\)"))
    negative |= after.str.contains(r"^-$") & ~rounded
    body = raw_body.str.strip_chars_end(" .,'\u2019")
    number = _body(body, style=style)
    signed = pl.when(negative).then(pl.lit("-") + number).otherwise(number)
    return pl.when(clear).then(signed)


def _body(body: pl.Expr, *, style: str | None) -> pl.Expr:
    joined = pl.when(body.str.contains(_SPACED)).then(body.str.replace_all(r"[ '\u2019]", "")).otherwise(body)
    digits = joined.str.replace_all(r"[.,]", "")
    last_mark = joined.str.extract(r"[.,](\d+)$")
    whole = joined.str.extract(r"^(.*)[.,]\d+$").str.replace_all(r"[.,]", "")
    with_decimals = whole + pl.lit(".") + last_mark
    comma = joined.str.contains(",")
    is_thousands = ~comma if style == "," else comma
    return (
        pl.when(joined.str.contains(r"^\d+$"))
        .then(joined)
        .when(joined.str.contains(_AMBIGUOUS))
        .then(pl.when(is_thousands).then(digits).otherwise(with_decimals))
        .when(joined.str.contains(_SINGLE) | joined.str.contains(_MIXED) | joined.str.contains(_REPEATED_WITH_DECIMALS))
        .then(with_decimals)
        .when(joined.str.contains(_GROUPS))
        .then(digits)
        .when(joined.str.contains(_EXPONENT))
        .then(joined.map_batches(_expand_exponents, return_dtype=pl.String))
    )


def _expand_exponents(cells: pl.Series) -> pl.Series:
    return pl.Series(cells.name, [_expand(cell) for cell in cells], dtype=pl.String)


def _expand(cell: str | None) -> str | None:
    if cell is None or "e" not in cell.lower():
        return None
    value = Decimal(cell.replace(",", "."))
    return f"{value:f}"
