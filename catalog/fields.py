"""The fields that offers and products share, and how each travels between frames, tables and the change log.

In frames every value is text in one canonical form, the same that `read_sql` makes of a column: decimals without
trailing zeros ("12.5"), whole numbers, lists one value a line, brands and categories as ids. Equal text is equal value.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from core.richtext import MARKUP, sanitised


class Kind(StrEnum):
    """How a value is stored."""

    TEXT = "text"
    DECIMAL = "numeric"
    INTEGER = "integer"
    REFERENCE = "uuid"
    LIST = "text[]"
    REFERENCES = "uuid[]"

    @property
    def is_list(self) -> bool:
        return self in (Kind.LIST, Kind.REFERENCES)


@dataclass(frozen=True)
class Field:
    """One field of the golden record; `name` in frames and in the change log, `column` in the tables.

    `blank`: what the column holds where there is no value, if that is not null; the log has null for it.
    """

    name: str
    label: Any
    kind: Kind = Kind.TEXT
    digits: int = 18
    scale: int = 4
    pattern: str = ""
    is_rich: bool = False
    blank: str | None = None

    @property
    def is_strict(self) -> bool:
        """Whether there are texts that the column cannot hold."""
        return bool(self.pattern) or self.kind in (Kind.DECIMAL, Kind.INTEGER)

    @property
    def column(self) -> str:
        return f"{self.name}_id" if self.kind is Kind.REFERENCE else self.name

    def read_sql(self, table: str) -> str:
        """SQL for the canonical text of the column."""
        column = f"{table}.{self.column}"
        if self.kind is Kind.DECIMAL:
            return f"trim_scale({column})::text"
        if self.kind.is_list:
            return f"array_to_string({column}, E'\\n')"
        return column if self.kind is Kind.TEXT else f"{column}::text"

    def write_sql(self, expression: str) -> str:
        """SQL that turns canonical text back into the column's type."""
        if self.kind.is_list:
            return f"string_to_array({expression}, E'\\n')::{self.kind}"
        return expression if self.kind is Kind.TEXT else f"({expression})::{self.kind}"

    def canonical(self, value: pl.Expr) -> pl.Expr:
        """The canonical text of an incoming text; null when the value does not fit the column."""
        if self.kind is Kind.DECIMAL:
            number = value.cast(pl.Decimal(self.digits, self.scale), strict=False).cast(pl.String)
            return number.str.strip_chars_end("0").str.strip_chars_end(".")
        if self.kind is Kind.INTEGER:
            return value.cast(pl.Int32, strict=False).cast(pl.String)
        if self.is_rich:
            value = _harmless(value)
        return pl.when(value.str.contains(self.pattern) if self.pattern else value != "").then(value)

    def copied(self, value: pl.Expr) -> pl.Expr:
        """The canonical text as COPY takes it for the column."""
        if self.kind is not Kind.LIST:
            return value
        escaped = value.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
        return pl.concat_str(pl.lit('{"'), escaped.str.replace_all("\n", '","', literal=True), pl.lit('"}'))


def _harmless(value: pl.Expr) -> pl.Expr:
    """Texts with markup are sanitised, one by one; the others, nearly all of most feeds, are not touched."""
    cleaned = pl.when(value.str.contains(MARKUP)).then(value).map_elements(sanitised, return_dtype=pl.String)
    return pl.coalesce(cleaned, value)


FIELDS: tuple[Field, ...] = (
    Field("gtin", _("EAN / GTIN"), pattern=r"^\d{14}$"),
    Field("title", _("title")),
    Field("brand", _("brand"), Kind.REFERENCE),
    Field("mpn", _("manufacturer's reference")),
    Field("category", _("category"), Kind.REFERENCE),
    Field("price", _("price"), Kind.DECIMAL),
    Field("price_promo", _("promotion price"), Kind.DECIMAL),
    Field("price_list", _("list price"), Kind.DECIMAL),
    Field("cost", _("purchase price"), Kind.DECIMAL),
    Field("currency", _("currency"), pattern="^[A-Z]{3}$"),
    Field("stock", _("stock"), Kind.INTEGER),
    Field("weight", _("weight (kg)"), Kind.DECIMAL),
    Field("vat_rate", _("VAT rate (%)"), Kind.DECIMAL, digits=7, scale=3),
    Field("description", _("description"), is_rich=True),
    Field("short_description", _("short description"), is_rich=True),
    Field("image_urls", _("image addresses")),
    Field("url", _("page")),
    Field("asin", _("ASIN")),
    Field("parent_ref", _("parent reference")),
    Field("tags", _("tags"), Kind.LIST),
)
FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS)
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

# What an offer can say its product is: none puts a product in the trash.
SAID_STATUSES = ("draft", "active", "inactive", "archived")
# The fields of a product that are no values of offers, but that are edited, logged and restored like the others.
OWN_FIELDS: tuple[Field, ...] = (
    Field("sku", _("own SKU")),
    Field("status", _("status"), pattern=f"^(?:{'|'.join(SAID_STATUSES)})$"),
    Field("locks", _("locked fields"), Kind.LIST, blank="{}"),
    Field("kind", _("kind"), blank="simple"),
    Field("parent", _("product it is a variant of"), Kind.REFERENCE),
    Field("variant_axes", _("axes of its variants"), Kind.LIST, blank="{}"),
    Field("family", _("family"), Kind.REFERENCE),
    Field("further_categories", _("further categories"), Kind.REFERENCES, blank="{}"),
)
LOGGED: tuple[Field, ...] = (*FIELDS, *OWN_FIELDS)
ALL_BY_NAME: dict[str, Field] = {field.name: field for field in LOGGED}
# What a row can say. The status is kept beside the values of the offer: only a new word of it moves the product's.
SAID_NAMES: tuple[str, ...] = (*FIELD_NAMES, "status")

# Values with a name of their own, such as `attribute:Colour`, `price:USD`, `stock:Paris`; see `catalog.amounts` for
# the names of prices.
DIMENSIONS: dict[str, Field] = {
    "attribute": Field("attribute", _("attribute")),
    "price": Field("price", _("price"), Kind.DECIMAL),
    "stock": Field("stock", _("stock"), Kind.INTEGER),
    "reserved": Field("reserved", _("reserved stock"), Kind.INTEGER),
    "min_stock": Field("min_stock", _("low-stock threshold"), Kind.INTEGER),
    "bundle": Field("bundle", _("parts of a bundle"), Kind.INTEGER),
}


def dimension_of(name: str) -> str:
    """ "attribute" of "attribute:Colour" and of "attribute@fr:Colour", "price" of "price:USD"; "" of a plain field."""
    kind, colon, own = name.partition(":")
    plain, at, language = kind.partition("@")
    if not colon or not own or plain not in DIMENSIONS or (at and not (plain == "attribute" and language)):
        return ""
    return plain


def is_dimensioned(name: str) -> bool:
    """Whether the column is one of `attribute:...`, `attribute@fr:...`, `price:...`, `stock:...`."""
    return bool(dimension_of(name))


def field_of(name: str) -> Field:
    """The field of that name; for "price:USD" and the like a field that holds such values. Raises KeyError."""
    return DIMENSIONS[dimension_of(name)] if is_dimensioned(name) else ALL_BY_NAME[name]
