"""The JSON of the change log, built as column expressions from canonical text."""

from collections.abc import Iterable, Mapping

import polars as pl

from catalog.fields import BY_NAME, Kind


def json_object(values: Mapping[str, pl.Expr], *, given: Mapping[str, pl.Expr]) -> pl.Expr:
    """The text of a JSON object with the keys whose `given` is true: {"title": "...", "stock": 5}."""
    pairs = [pl.when(given[name]).then(_pair(name, value)) for name, value in values.items()]
    if not pairs:
        return pl.lit("{}")
    return pl.concat_str(pl.lit("{"), pl.concat_str(pairs, separator=",", ignore_nulls=True), pl.lit("}"))


def all_given(values: Iterable[str]) -> dict[str, pl.Expr]:
    """`given` for columns of which only the filled cells are told."""
    return {name: pl.col(name).is_not_null() for name in values}


def _pair(name: str, value: pl.Expr) -> pl.Expr:
    field = BY_NAME.get(name)
    if field and field.kind is Kind.INTEGER:
        value = value.cast(pl.Int64)
    encoded = pl.struct(value.alias(name)).struct.json_encode()
    return encoded.str.slice(1).str.head(-1)
