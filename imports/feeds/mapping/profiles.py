"""What the values of a column look like: shares of shapes over a sample, measured in one pass per column."""

from dataclasses import dataclass

import polars as pl

from catalog.barcodes import normalise_cells
from imports.feeds.currencies import CURRENCY_CODES, CURRENCY_SIGNS, SIGN_PATTERN
from imports.feeds.mapping.statuses import TELLING_WORDS
from imports.feeds.mapping.words import BOOLEAN_WORDS, PRODUCT_KINDS, STOCK_WORDS
from imports.feeds.units import WEIGHT_CELL, WEIGHT_SPELLINGS

SAMPLE_ROWS = 1_000
_SAMPLE_VALUES = 300
_SHAPE_LENGTH = 300
_AMOUNT = r"[-+]?\d[\d.,'\s\u00a0\u202f]*(?:e[+-]?\d+)?"
_CURRENCY = rf"(?:{SIGN_PATTERN}|[A-Z]{{3}}|Fcfa)"
_NUMBER = rf"(?i)^\s*(?:{_CURRENCY}\s*)?{_AMOUNT}\s*{_CURRENCY}?\.?(?:\s*(?:HT|TTC))?\s*$"
_SHAPES: dict[str, str] = {
    "number": _NUMBER,
    "integer": r"^\s*-?\d{1,9}(?:[.,]0+)?\s*$",
    "decimals": r"\d[.,]\d{1,2}(?:\D*)$",
    "money": rf"(?i)\d\s*{_CURRENCY}\s*(?:HT|TTC)?\s*$|^\s*(?:[€$£¥]|EUR|USD)\s*\d",
    "negative": r"^\s*-\d",
    "zero": r"^\s*0+(?:[.,]0+)?\D*$",
    "code_shape": r"(?i)^\W{0,2}(?:\d[\s-]?){7,14}\W?$|^\d[.,]\d+E\+?(?:09|1[0-3]|9)$|^[\d\s-]{9,16}X$",
    "leading_zero": r"^\s*0\d",
    "scientific": r"(?i)^\d(?:[.,]\d+)?E\+?\d{1,2}$",
    "url": r"(?i)^\s*(?:https?:|ftp:|www\.|//[a-z0-9])",
    "image": r"(?i)\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg|avif)(?:[?#&].*)?\s*(?:$|[,;|\n])",
    "letters": r"\pL",
    "spaces": r"\pL.*\s+\S|\S\s+.*\pL|[\p{Han}\p{Hiragana}\p{Katakana}]{3,}",
    "html": r"(?i)</?(?:p|br|div|ul|li|strong|b|h\d|span|table|meta|em)\b",
    "weight": WEIGHT_CELL,
    "path": r"^[^<]{1,80}\S\s*(?:>|»|->)\s*\S|^[^<]{0,80}\pL\s*/\s*\pL.*/|^[^<]{0,80}\pL\|\pL",
    "json": r"^\s*(?:\{\s*\"|\[\s*[{\[\"])",
    "date": r"^\s*(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}/\d{2}/\d{2})",
}


@dataclass(frozen=True)
class Profile:
    """Shares are of the distinct sampled values, except `filled` (of the rows) and `distinct` (of filled rows)."""

    rows: int
    filled_rows: int
    distinct_values: int
    mean_length: float
    max_length: int
    valid_codes: float
    stock_words: float
    booleans: float
    status_words: float
    product_kinds: float
    currencies: float
    shares: dict[str, float]
    weight_units: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether no sampled row fills the column."""
        return self.filled_rows == 0

    @property
    def filled(self) -> float:
        """Share of the rows that fill the column."""
        return self.filled_rows / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> float:
        """Distinct values per filled row, from 0 to 1."""
        return self.distinct_values / self.filled_rows if self.filled_rows else 0.0

    @property
    def is_constant(self) -> bool:
        """Whether more than three rows all hold one value."""
        return self.distinct_values == 1 and self.filled_rows > 3

    def share(self, shape: str) -> float:
        """Share of the values with a shape of `_SHAPES`."""
        return self.shares.get(shape, 0.0)


def profile_columns(sample: pl.DataFrame) -> dict[str, Profile]:
    """The profile of every column of the sample but `_row`; only the first thousand rows are read."""
    rows = sample.head(SAMPLE_ROWS)
    return {name: profile(rows[name]) for name in rows.columns if name != "_row"}


def profile(column: pl.Series) -> Profile:
    """Measure one column."""
    text = column.cast(pl.String).str.strip_chars()
    filled = text.filter((text != "").fill_null(value=False))
    distinct = filled.unique(maintain_order=True)
    values = distinct.head(_SAMPLE_VALUES).rename("value")
    if values.is_empty():
        return Profile(column.len(), 0, 0, 0.0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, {})
    value = pl.col("value")
    short = pl.col("short")
    folded = short.str.to_lowercase()
    measured = (
        values.to_frame()
        .with_columns(short=value.str.slice(0, _SHAPE_LENGTH))
        .select(
            *[short.str.contains(pattern).mean().alias(shape) for shape, pattern in _SHAPES.items()],
            _mean_length=value.str.len_chars().mean(),
            _max_length=value.str.len_chars().max(),
            _product_kinds=folded.is_in(list(PRODUCT_KINDS)).mean(),
            _weight_units=folded.str.strip_chars_end(".").is_in(list(WEIGHT_SPELLINGS)).mean(),
            _status_words=folded.is_in(list(TELLING_WORDS)).mean(),
            _booleans=folded.is_in(list(BOOLEAN_WORDS)).mean(),
            _currencies=short.str.to_uppercase().is_in([*CURRENCY_CODES, *(s.upper() for s in CURRENCY_SIGNS)]).mean(),
        )
        .row(0, named=True)
    )
    shares = {shape: float(measured[shape] or 0) for shape in _SHAPES}
    return Profile(
        rows=column.len(),
        filled_rows=filled.len(),
        distinct_values=distinct.len(),
        mean_length=float(measured["_mean_length"] or 0),
        max_length=int(measured["_max_length"] or 0),
        valid_codes=_valid_codes(filled.head(_SAMPLE_VALUES)) if shares["code_shape"] > 0.2 else 0.0,
        stock_words=_stock_words(filled.head(SAMPLE_ROWS)),
        product_kinds=float(measured["_product_kinds"] or 0),
        booleans=float(measured["_booleans"] or 0),
        status_words=float(measured["_status_words"] or 0),
        currencies=float(measured["_currencies"] or 0),
        shares=shares,
        weight_units=float(measured["_weight_units"] or 0),
    )


def _stock_words(filled: pl.Series) -> float:
    """Share of the rows, not of the distinct values: "available" and its rare annotated forms."""
    stem = filled.str.to_lowercase().str.replace(r"\s*[(,;:].*$", "")
    return float(stem.is_in(list(STOCK_WORDS)).mean() or 0)  # type: ignore[arg-type]


def _valid_codes(filled: pl.Series) -> float:
    """Share of correct GTINs as written, fillers apart."""
    codes = normalise_cells(filled)
    return float((codes["gtin"].is_not_null() & codes["repair"].is_null()).mean() or 0)  # type: ignore[arg-type]
