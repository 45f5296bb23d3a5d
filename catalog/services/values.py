"""Values typed by people or sent by programs, brought to the canonical text of the fields."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.barcodes import parse
from catalog.errors import UnfitValue, UnknownField
from catalog.fields import BY_NAME, Kind, field_of, is_dimensioned
from catalog.services.merge import names
from catalog.services.merge.rows import tidy_name

_EDITABLE_OWN = ("sku",)


def canonical_values(values: Mapping[str, Any], *, tenant_id: UUID) -> dict[str, str | int | None]:
    """The values as the change log writes them; unknown brands and categories are created.

    Brands come as names, categories as paths ("A > B"), lists as lists or one value a line, None or "" clears.
    Raises UnknownField, UnfitValue.
    """
    texts = {name: _text(name, value) for name, value in values.items()}
    frame = pl.DataFrame({name: [text] for name, text in texts.items()}, schema=dict.fromkeys(texts, pl.String))
    named = [name for name in ("brand", "category") if texts.get(name)]
    if named:
        wanted = frame.select(named)
        names.make(wanted, tenant_id=tenant_id)
        resolved = names.resolve(wanted.select(tidy_name(name) for name in named), tenant_id=tenant_id)
        texts |= resolved.row(0, named=True)
    return {name: _canonical(name, text) for name, text in texts.items()}


def _text(name: str, value: Any) -> str | None:
    if name not in BY_NAME and name not in _EDITABLE_OWN and not is_dimensioned(name):
        message = _("“%(field)s” is no field of a product that can be edited: use one of %(allowed)s.")
        allowed = ", ".join([*BY_NAME, *_EDITABLE_OWN])
        raise UnknownField(message % {"field": name, "allowed": allowed}, field=name)
    if isinstance(value, list | tuple):
        value = "\n".join(str(part).strip() for part in value if str(part).strip())
    text = "" if value is None else str(value).replace("\0", "").strip()
    if not text and name == "title":
        raise UnfitValue(_("A product needs a title: write one."), field=name)
    return text or None


def _canonical(name: str, text: str | None) -> str | int | None:
    if text is None:
        return None
    if name == "gtin":
        return _gtin(text)
    field = field_of(name)
    fits = text if field.kind is Kind.REFERENCE else pl.select(field.canonical(pl.lit(text))).item()
    if fits is None:
        message = _("“%(value)s” does not fit the field “%(field)s”.")
        raise UnfitValue(message % {"value": text, "field": name}, field=name)
    return int(fits) if field.kind is Kind.INTEGER and not is_dimensioned(name) else str(fits)


def _gtin(text: str) -> str:
    barcode = parse(text)
    if barcode.gtin14 is None:
        message = _("“%(value)s” is no valid EAN: check its digits.")
        raise UnfitValue(message % {"value": text}, field="gtin")
    return str(barcode.gtin14)
