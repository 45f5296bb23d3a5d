"""A mapping compiled to column expressions and applied to frames of source rows."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from imports.feeds.expressions import Type, compile_expression
from imports.feeds.mapping.cleaning import clean, currency_of, trimmed
from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.mapping.inheritance import Carry, carry_texts
from imports.feeds.mapping.model import FieldMapping, Mapping
from imports.feeds.mapping.statuses import status_of
from imports.feeds.transformations import Surroundings, compile_chain, gives_number
from imports.feeds.values.translating import translated

RAW = "_raw"
ROW = "_row"


@dataclass
class Context:
    """What applying needs beside the mapping; one object serves all chunks of a run.

    `decimal` is the file's decimal mark for columns whose own is unknown. `value_maps` says what words mean: field ->
    folded word -> value. `carry` remembers the last product of the previous chunk, for variant rows that continue it.
    """

    decimal: str | None = None
    value_maps: Table[str, Table[str, str]] = field(default_factory=dict)
    carry: Carry = field(default_factory=Carry)


def apply_mapping(mapping: Mapping, frame: pl.DataFrame, *, context: Context | None = None) -> pl.DataFrame:
    """Source rows to canonical text columns, `_row` and `_raw` (the JSON text of the source row).

    Fields without a mapping give no column. InvalidInput when a column of the mapping is not in the frame.
    """
    context = context or Context()
    _require_columns(mapping, frame)
    texts = tuple(name for name in frame.columns if name != ROW)
    columns = {
        name: _compile(name, mapped, columns=texts, context=context)
        for name, mapped in mapping.fields.items()
        if mapped.mode != "never"
    }
    raw = pl.struct(texts).struct.json_encode().alias(RAW)
    mapped = frame.select(ROW, *[expression.alias(name) for name, expression in columns.items()], raw)
    mapped = _add_currency(mapping, frame, mapped)
    return carry_texts(mapped, frame, mapping.inherit, carry=context.carry) if mapping.inherit else mapped


def _require_columns(mapping: Mapping, frame: pl.DataFrame) -> None:
    missing = sorted({m.column for m in mapping.fields.values() if m.column and m.column not in frame.columns})
    if missing:
        message = _(
            "The mapping uses the column “%(column)s”, which this file does not have. Its columns: %(columns)s."
        )
        params: Table[str, Any] = {"column": missing[0], "columns": ", ".join(frame.columns[:30])}
        raise InvalidInput(message % params, code="column_missing", columns=missing)


def _compile(name: str, mapped: FieldMapping, *, columns: tuple[str, ...], context: Context) -> pl.Expr:
    target = target_of(name)
    if target is None:
        raise InvalidInput(_("“%s” is not a field.") % name, code="mapping_invalid")
    default = mapped.default
    if target.kind is FieldKind.STATUS and default:
        default = status_of(default) or default
    if mapped.column is None and not mapped.expression:
        return pl.lit(default, dtype=pl.String)
    cell, mark = _origin(mapped, Surroundings(columns, mapped.decimal or context.decimal))
    if mapped.transformations:
        around = Surroundings(columns, mark)
        cell = trimmed(compile_chain(cell, mapped.transformations, around))
        mark = "." if gives_number(mapped.transformations, around) else mark
    words = context.value_maps.get(name)
    cleaned = clean(translated(cell, words) if words else cell, kind=target.kind, decimal=mark)
    return cleaned if default is None else cleaned.fill_null(pl.lit(default))


def _origin(mapped: FieldMapping, around: Surroundings) -> tuple[pl.Expr, str | None]:
    """The cells a field begins with, and their decimal mark."""
    if not mapped.expression:
        return trimmed(pl.col(str(mapped.column))), around.decimal
    compiled = compile_expression(mapped.expression, columns=around.columns, decimal=around.decimal)
    # A constant has one cell; pairing it with the rows gives it as many as there are.
    cell = compiled.as_text() if compiled.columns else pl.when(pl.col(ROW).is_not_null()).then(compiled.as_text())
    return cell, "." if compiled.type is Type.NUMBER else around.decimal


def _add_currency(mapping: Mapping, frame: pl.DataFrame, mapped: pl.DataFrame) -> pl.DataFrame:
    """Currencies written in the price cells count when no column or default gives the currency."""
    price = mapping.fields.get("price")
    if "currency" in mapping.fields or price is None or price.column is None:
        return mapped
    found = frame.select(currency_of(pl.col(price.column)).alias("currency")).to_series()
    return mapped.with_columns(found) if found.is_not_null().any() else mapped
