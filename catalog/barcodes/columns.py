"""Barcodes of whole columns: column expressions for plain digits, Python only for the distinct odd rest."""

from collections.abc import Callable

import polars as pl

from catalog.barcodes.parsing import (
    NOISE,
    PLACEHOLDER_DIGITS,
    SHORTEST_REPAIRABLE,
    Barcode,
    Kind,
    Problem,
    Repair,
    parse,
    parse_cell,
)
from catalog.barcodes.prefixes import IDENTIFYING, usage_of_prefix

SCHEMA: dict[str, pl.DataType] = {
    "gtin": pl.String(),
    "kind": pl.String(),
    "repair": pl.String(),
    "problem": pl.String(),
    "usage": pl.String(),
    "identifies": pl.Boolean(),
}
_PREFIX_USAGE = {number: usage_of_prefix(f"{number:03}").value for number in range(1000)}
# Ten digits may be an ISBN-10, eight that start with 0 or 1 a UPC-E: these few are read one by one.
_PLAIN = r"^(?:\d{7}|[2-9]\d{7}|\d{9}|\d{11,14})$"
_GTIN8_LIMIT = 10**8
_REPDIGITS = [int(str(digit) * length) for digit in range(10) for length in range(SHORTEST_REPAIRABLE, 15)]
_FILLERS = [int(digits) for digits in PLACEHOLDER_DIGITS]


def normalise(codes: pl.Series) -> pl.DataFrame:
    """Read a column of codes.

    Returns one row per cell with `gtin` (14 digits or null), `kind`, `repair`, `problem`, `usage`, `identifies`;
    the same answers as `parse` gives cell by cell.
    """
    return _normalise(codes, reader=parse, lists=False)


def normalise_cells(codes: pl.Series) -> pl.DataFrame:
    """As `normalise`, for cells that may list several codes: the first valid one of a cell counts."""
    return _normalise(codes, reader=parse_cell, lists=True)


def _normalise(codes: pl.Series, *, reader: Callable[[str | None], Barcode], lists: bool) -> pl.DataFrame:
    text = codes.cast(pl.String).rename("text")
    cleaned = text.str.replace_all(NOISE, "") if _has_noise(text) else text
    frame = pl.DataFrame({"text": text, "cleaned": cleaned}).with_row_index("position")
    plain = pl.col("cleaned").str.contains(_PLAIN)
    if lists:
        # Cleaning takes line breaks away: two short codes on two lines would read as one long code.
        plain &= ~pl.col("text").str.contains("\n", literal=True)
    is_plain = frame.select(plain.fill_null(value=False)).to_series()
    if is_plain.all():
        return _read_plain(frame).select(list(SCHEMA))
    parts = [_read_plain(frame.filter(is_plain)), _read_odd(frame.filter(~is_plain), reader=reader)]
    return pl.concat(parts).sort("position").select(list(SCHEMA))


def _has_noise(text: pl.Series) -> bool:
    return bool(text.str.contains(r"[^\d]").any())


def _read_plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of 7 to 14 digits (not 10) with the outcome of every rule as a column expression."""
    number, length = pl.col("number"), pl.col("length")
    prepared = frame.with_columns(
        number=pl.col("cleaned").cast(pl.Int64),
        length=pl.col("cleaned").str.len_bytes(),
    ).with_columns(
        checked=_check_digit_matches(number),
        filler=number.is_in(_REPDIGITS + _FILLERS),
    )
    complete = length.is_in([8, 12, 13, 14])
    valid = pl.col("checked") & ~pl.col("filler")
    return prepared.select(
        "position",
        gtin=pl.when(valid).then(pl.col("cleaned").str.zfill(14)),
        kind=pl.when(valid).then(_kind(number, length)),
        repair=pl.when(valid & ~complete).then(pl.lit(Repair.ZERO_FILLED.value)),
        problem=pl.when(pl.col("filler"))
        .then(pl.lit(Problem.PLACEHOLDER.value))
        .when(~valid & complete)
        .then(pl.lit(Problem.CHECKSUM.value))
        .when(~valid)
        .then(pl.lit(Problem.FORMAT.value)),
        usage=pl.when(valid).then(_usage(number)),
    ).with_columns(identifies=pl.col("usage").is_in([usage.value for usage in IDENTIFYING]).fill_null(value=False))


def _check_digit_matches(number: pl.Expr) -> pl.Expr:
    digits = [number // 10**power % 10 for power in range(14)]
    odd = pl.sum_horizontal(digits[1::2])
    even = pl.sum_horizontal(digits[2::2])
    return (odd * 3 + even + digits[0]) % 10 == 0


def _kind(number: pl.Expr, length: pl.Expr) -> pl.Expr:
    is_book = (length == 13) & (number // 10**10).is_in([978, 979])
    return (
        pl.when(is_book)
        .then(pl.lit(Kind.ISBN13.value))
        .when(length == 13)
        .then(pl.lit(Kind.GTIN13.value))
        .when(length == 14)
        .then(pl.lit(Kind.GTIN14.value))
        .when(length > 8)
        .then(pl.lit(Kind.GTIN12.value))
        .otherwise(pl.lit(Kind.GTIN8.value))
    )


def _usage(number: pl.Expr) -> pl.Expr:
    gtin8 = number < _GTIN8_LIMIT
    in_store = gtin8 & (number // 10**7).is_in([0, 2])
    prefix = (number // 10**10 % 1000).cast(pl.Int16)
    by_prefix = prefix.replace_strict(_PREFIX_USAGE, return_dtype=pl.String)
    return pl.when(in_store).then(pl.lit("restricted")).when(gtin8).then(pl.lit("retail")).otherwise(by_prefix)


def _read_odd(frame: pl.DataFrame, *, reader: Callable[[str | None], Barcode]) -> pl.DataFrame:
    distinct = frame["text"].unique(maintain_order=True)
    readings = [reader(text) for text in distinct]
    answers = pl.DataFrame(
        {
            "text": distinct,
            "gtin": [reading.gtin14 for reading in readings],
            "kind": [reading.kind for reading in readings],
            "repair": [reading.repair for reading in readings],
            "problem": [reading.problem for reading in readings],
            "usage": [reading.usage for reading in readings],
            "identifies": [reading.identifies for reading in readings],
        },
        schema={"text": pl.String, **SCHEMA},
        strict=False,
    )
    return frame.select("position", "text").join(answers, on="text", how="left", nulls_equal=True).drop("text")
