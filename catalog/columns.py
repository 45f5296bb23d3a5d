"""The columns that lists of products can show: which there are, which a person chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """A column; `sort` is the order its head asks for, `edits` the field that a double click in it changes."""

    name: str
    label: Any
    sort: str = ""
    css: str = ""
    edits: bool = False
    is_default: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("image", _("Image"), css="tight"),
    Column("title", _("Title"), "title", edits=True),
    Column("gtin", _("EAN")),
    Column("sku", _("SKU"), is_default=False),
    Column("mpn", _("Reference"), is_default=False),
    Column("asin", _("ASIN"), is_default=False),
    Column("brand", _("Brand")),
    Column("category", _("Category"), css="clip", is_default=False),
    Column("suppliers", _("Supplier")),
    Column("price", _("Price"), "price", "num", edits=True),
    Column("stock", _("Stock"), "stock", "num", edits=True),
    Column("offers", _("Offers"), css="num", is_default=False),
    Column("weight", _("Weight (kg)"), css="num", is_default=False),
    Column("completeness", _("Completeness"), css="num", is_default=False),
    Column("tags", _("Tags"), css="clip", is_default=False),
    Column("kind", _("Kind"), is_default=False),
    Column("status", _("Status"), edits=True),
    Column("created_at", _("Created"), "created_at", "nowrap", is_default=False),
    Column("updated_at", _("Last change"), "updated_at", "nowrap"),
)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
DEFAULT: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.is_default)
EDITABLE: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.edits)


def chosen_columns(*wishes: Iterable[str]) -> tuple[Column, ...]:
    """The columns of the first wish that names known ones, in the list's own order; the title is always there."""
    for wish in (*wishes, DEFAULT):
        named = {name for name in wish if name in BY_NAME}
        if named:
            return tuple(column for column in COLUMNS if column.name in named | {"title"})
    return ()
