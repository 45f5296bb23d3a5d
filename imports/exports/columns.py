"""The columns of an export: where each value comes from, and what becomes of it on the way."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from catalog.selectors.flat import column_kind, is_known, label_of_column
from core.errors import InvalidInput
from core.tabular.output import Field
from imports.exports.conversions import CONVERSIONS, converted
from imports.feeds.expressions import VALUE_COLUMN, Compiled, ExpressionError, Type, compile_expression

MOST_COLUMNS = 300
# Attributes and the like that an expression names, whether this organisation has them or not.
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_CELL = "\x00cell"
_KINDS = {Type.NUMBER: "number", Type.BOOLEAN: "boolean"}


@dataclass(frozen=True)
class ExportColumn:
    """One column: a flat column as `source`, converted, then an expression over it (`value`) and all others.

    `required`: a product without a value is left out, and listed with the reason.
    """

    source: str = ""
    header: str = ""
    conversion: str = ""
    expression: str = ""
    default: str = ""
    required: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ExportColumn":
        """From JSON; what is not known is left out."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if values.get(name) not in (None, "")}
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """As JSON, without what is as usual."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def title(self) -> str:
        """The heading."""
        return self.header or label_of_column(self.source)


@dataclass(frozen=True)
class Projection:
    """Checked columns, ready for frames of flat products."""

    columns: tuple[ExportColumn, ...]
    compiled: tuple[Compiled | None, ...]
    kinds: Mapping[str, str]

    @property
    def sources(self) -> list[str]:
        """The flat columns that have to be read."""
        read = [column.source for column in self.columns if column.source]
        used = [name for each in self.compiled if each for name in each.columns]
        return list(dict.fromkeys([*read, *used]))

    @property
    def fields(self) -> list[Field]:
        """Headings and kinds, for the writer."""
        return [Field(column.title, self._kind(place)) for place, column in enumerate(self.columns)]

    @property
    def required(self) -> list[tuple[str, str]]:
        """Name in the projected frame, and heading, of each column that may not be blank."""
        return [(f"c{place}", column.title) for place, column in enumerate(self.columns) if column.required]

    def project(self, flat: pl.DataFrame) -> pl.DataFrame:
        """`id` and the columns as c0, c1, ...: texts, null where blank."""
        made = [self._cell(flat, place).alias(f"c{place}") for place in range(len(self.columns))]
        return pl.DataFrame([flat["id"], *made])

    def _cell(self, flat: pl.DataFrame, place: int) -> pl.Series:
        column, compiled = self.columns[place], self.compiled[place]
        start = pl.col(column.source) if column.source else pl.lit(None, pl.String)
        frame = flat.with_columns(converted(start, column.conversion).alias(VALUE_COLUMN))
        value = compiled.as_text() if compiled else pl.col(VALUE_COLUMN)
        filled = value.fill_null(column.default) if column.default else value
        return frame.with_columns(filled.cast(pl.String).replace("", None).alias(_CELL))[_CELL]

    def _kind(self, place: int) -> str:
        column, compiled = self.columns[place], self.compiled[place]
        if compiled is not None:
            return _KINDS.get(compiled.type, "text")
        return "text" if column.conversion else self.kinds.get(column.source) or column_kind(column.source)


def projection(columns: Sequence[ExportColumn], *, kinds: Mapping[str, str] | None = None) -> Projection:
    """Check the columns; `kinds` are those of attributes (`flat_columns`). Raises InvalidInput naming the column."""
    known = dict(kinds or {})
    if not columns:
        raise _refused(_("An export needs at least one column."))
    if len(columns) > MOST_COLUMNS:
        message = _("%(count)s columns: at most %(most)s are possible.")
        raise _refused(message % {"count": len(columns), "most": MOST_COLUMNS})
    names = _names(columns, known)
    compiled = tuple(_compiled(column, names, known) for column in columns)
    return Projection(tuple(columns), compiled, known)


def columns_of(rows: Iterable[Mapping[str, Any]]) -> list[ExportColumn]:
    """Columns from JSON."""
    return [ExportColumn.of(row) for row in rows]


def _names(columns: Sequence[ExportColumn], known: Mapping[str, str]) -> list[str]:
    """Every name that an expression may use."""
    for column in columns:
        if column.source and not is_known(column.source):
            message = _("There is no column “%(name)s” of products.")
            raise _refused(message % {"name": column.source}, column=column.source)
        if column.conversion and column.conversion not in CONVERSIONS:
            message = _("“%(name)s” is no conversion: use one of %(allowed)s.")
            raise _refused(message % {"name": column.conversion, "allowed": ", ".join(CONVERSIONS)})
        if not column.source and not column.expression and not (column.header and column.default):
            if column.header:
                continue
            raise _refused(_("A column needs a source, an expression or a default."))
    sources = [column.source for column in columns if column.source]
    bracketed = [name for column in columns for name in _BRACKETED.findall(column.expression) if is_known(name)]
    return list(dict.fromkeys([*known, *sources, *bracketed, *_ALWAYS]))


_ALWAYS = (
    "id", "ean", "gtin", "sku", "reference", "title", "brand", "mpn", "category", "category_name", "categories",
    "price", "price_promo", "price_list", "cost", "currency", "stock", "weight", "vat_rate", "description",
    "short_description", "image_urls", "url", "asin", "tags", "status", "kind", "family", "parent_sku", "parent_title",
    "completeness", "supplier", "supplier_code", "supplier_sku", "supplier_cost", "supplier_price", "supplier_stock",
    *(f"image_{n}" for n in range(1, 11)),
    *(f"axis_{n}_{part}" for n in (1, 2, 3) for part in ("name", "value", "values")),
)  # fmt: skip


def _compiled(column: ExportColumn, names: Sequence[str], known: Mapping[str, str]) -> Compiled | None:
    if not column.expression:
        return None
    kinds = {name: "number" for name in names if (known.get(name) or column_kind(name)) == "number"}
    try:
        return compile_expression(column.expression, columns=names, kinds=kinds, value=True)
    except ExpressionError as error:
        message = _("Column “%(column)s”: %(problem)s")
        raise _refused(
            message % {"column": column.header or column.source, "problem": error}, column=column.source
        ) from error


def _refused(message: str, **details: Any) -> InvalidInput:
    return InvalidInput(message, code="EXPORT_COLUMNS_INVALID", fields={"columns": [message]}, **details)
