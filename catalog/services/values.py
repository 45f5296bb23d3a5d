"""Values typed by people or sent by programs, brought to the canonical text of the fields."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.amounts import PriceKey
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.refusals import refusal_of
from catalog.attributes.values import AttributeFacts, fitting
from catalog.barcodes import parse
from catalog.errors import UnfitValue, UnknownField
from catalog.fields import BY_NAME, Kind, dimension_of, field_of, is_dimensioned
from catalog.selectors.attributes import family_named
from catalog.services import attribute_values
from catalog.services.merge import names
from catalog.services.merge.rows import tidy_name

# Fields that are no values of offers, and that people write all the same.
EDITABLE_OWN = ("sku", "family", "further_categories")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$")


def canonical_values(values: Mapping[str, Any], *, tenant_id: UUID) -> dict[str, str | int | None]:
    """The values as the change log writes them; unknown brands, categories and attributes are created.

    Brands come as names, categories as paths ("A > B"; `further_categories` as a list of them), the family as its
    name, lists as lists or one value a line, attributes as `attribute:Colour` or `attribute@fr:Colour` under any
    spelling of their name; None or "" clears. Raises UnknownField, UnfitValue.
    """
    texts = {name: _text(name, value) for name, value in values.items()}
    attributes = {name: text for name, text in texts.items() if is_attribute(name)}
    own = {name: text for name, text in texts.items() if name not in attributes}
    resolved = own | _references(own, tenant_id=tenant_id)
    canonical = {name: _canonical(name, text) for name, text in resolved.items()}
    return canonical | _attributes(attributes, tenant_id=tenant_id)


def _references(texts: Mapping[str, str | None], *, tenant_id: UUID) -> dict[str, str | None]:
    """Names of brands, categories and families as ids."""
    found: dict[str, str | None] = {}
    named = {name: [texts[name]] for name in ("brand", "category") if texts.get(name)}
    if named:
        found |= _ids(pl.DataFrame(named), tenant_id=tenant_id).row(0, named=True)
    if paths := texts.get("further_categories"):
        ids = _ids(pl.DataFrame({"category": paths.split("\n")}), tenant_id=tenant_id)["category"]
        found["further_categories"] = "\n".join(ids.unique(maintain_order=True))
    if family := texts.get("family"):
        found["family"] = str(family_named(family, tenant_id=tenant_id).pk)
    return found


def _ids(wanted: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    names.make(wanted, tenant_id=tenant_id)
    return names.resolve(wanted.select(tidy_name(name) for name in wanted.columns), tenant_id=tenant_id)


def _attributes(texts: Mapping[str, str | None], *, tenant_id: UUID) -> dict[str, str | int | None]:
    spelled = attribute_values.spelled(texts, tenant_id=tenant_id)
    return {key: _fitting(name, texts[name], facts) for name, (key, facts) in spelled.items()}


def _fitting(name: str, text: str | None, attribute: AttributeFacts | None) -> str | None:
    language = ValueName.of(name).language
    if language and not _LANGUAGE.fullmatch(language):
        message = _("“%(language)s” is no language: use a code such as fr or de.")
        raise UnfitValue(message % {"language": language}, field=name)
    if language and attribute and attribute.id and not attribute.localizable and text is not None:
        message = _("“%(name)s” has one value for all languages: set it without a language.")
        raise UnfitValue(message % {"name": attribute.label}, field=name)
    if text is None or attribute is None:
        return text
    fits = pl.select(fitting(pl.lit(text, pl.String), attribute)).item()
    if not fits:
        raise UnfitValue(refusal_of(text, attribute), field=name)
    return str(fits)


def _text(name: str, value: Any) -> str | None:
    if name not in BY_NAME and name not in EDITABLE_OWN and not is_dimensioned(name):
        message = _("“%(field)s” is no field of a product that can be edited: use one of %(allowed)s.")
        allowed = ", ".join([*BY_NAME, *EDITABLE_OWN])
        raise UnknownField(message % {"field": name, "allowed": allowed}, field=name)
    if not _is_plain(name):
        message = _("“%(field)s” is changed where the product's prices and parts are.")
        raise UnknownField(message % {"field": name}, field=name)
    text = _written(value).replace("\0", "").strip()
    if not text and name == "title":
        raise UnfitValue(_("A product needs a title: write one."), field=name)
    return text or None


def _is_plain(name: str) -> bool:
    """Whether a value of that name stands by itself; parts can close a circle, prices with dates can overlap."""
    kind = dimension_of(name)
    if kind != "price":
        return kind != "bundle"
    try:
        return not PriceKey.parse(name).is_dated
    except ValueError:
        return False


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(part).strip() for part in value if str(part).strip())
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _canonical(name: str, text: str | None) -> str | int | None:
    if text is None:
        return None
    if name == "gtin":
        return _gtin(text)
    field = field_of(name)
    is_id = field.kind in (Kind.REFERENCE, Kind.REFERENCES)
    fits = text if is_id else pl.select(field.canonical(pl.lit(text))).item()
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
