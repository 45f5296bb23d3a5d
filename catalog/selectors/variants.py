"""Models and their variants: what tells them apart, what they inherit, which combinations could be made."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.attributes import attribute_key
from catalog.attributes.refusals import refusal_of
from catalog.attributes.values import AttributeFacts, fitting
from catalog.bulk import fetch
from catalog.combinations import MOST_COMBINATIONS, Combination, combine, count_of, key_of, skus, title_of
from catalog.errors import ProductNotFound, UnfitValue
from catalog.inheritance import inherited
from catalog.models import AttributeValue, Product
from catalog.selectors.amounts import active_prices
from catalog.selectors.attributes import attributes_by_key
from catalog.selectors.words import Names, label_of
from catalog.services.state import CURRENT
from core.tenancy import tenant_scope

# More than that many values of an axis are not offered.
MOST_CHOICES = 200
_STATES = f"""
SELECT p.id, p.parent_id, p.variant_axes, {CURRENT}::text FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s)
"""
_LINE = ("id", "title", "sku", "gtin", "status", "stock", "version", "price", "currency", "image_urls")


@dataclass(frozen=True)
class Axis:
    """An attribute in which the variants of a model differ; `values` those its variants have, `choices` its others."""

    key: str
    name: str
    attribute: AttributeFacts | None = None
    values: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the reader's language, with the unit of its values."""
        if self.attribute is None:
            return self.name
        return f"{self.attribute.label} ({self.attribute.unit})" if self.attribute.unit else self.attribute.label

    @property
    def value_name(self) -> str:
        """The name of its values in the change log."""
        return f"attribute:{self.name}"


@dataclass(frozen=True)
class VariantLine:
    """A variant; `values` in the order of the axes ("" where it has none), `price` its own or the model's."""

    id: UUID
    title: str
    sku: str | None
    gtin: str | None
    status: str
    stock: int | None
    version: int
    values: Combination
    price: Decimal | None
    currency: str
    price_is_inherited: bool
    image_url: str | None

    @property
    def key(self) -> str:
        """What tells it apart within its model."""
        return key_of(self.values)


@dataclass(frozen=True)
class Model:
    """A product with its axes and variants; a product that has none yet has empty lists."""

    id: UUID
    title: str
    sku: str | None
    kind: str
    version: int
    axes: list[Axis]
    variants: list[VariantLine]

    @property
    def stock(self) -> int:
        """What all variants have together."""
        return sum(variant.stock or 0 for variant in self.variants)


@dataclass(frozen=True)
class InheritedValue:
    """A value that a variant has itself or takes from its model."""

    name: str
    label: str
    own: Any
    model: Any

    @property
    def is_inherited(self) -> bool:
        """Whether the model's value counts."""
        return self.own in (None, "", [])


@dataclass(frozen=True)
class Variant:
    """A variant with its model and every value that could come from it."""

    id: UUID
    version: int
    model_id: UUID
    model_title: str
    axes: list[tuple[str, str]]
    values: list[InheritedValue]

    @property
    def inherited(self) -> int:
        """How many values are the model's."""
        return sum(value.is_inherited for value in self.values)


@dataclass(frozen=True)
class Planned:
    """A combination that could be made, as it was written; `stored` are the values it gets.

    `variant_id` names the variant that has it already.
    """

    values: Combination
    stored: Combination
    key: str
    title: str
    sku: str
    variant_id: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """The combinations of some values; those that exist are kept as they are."""

    model: Model
    combinations: list[Planned]

    @property
    def new(self) -> list[Planned]:
        """Those that would be made."""
        return [each for each in self.combinations if each.variant_id is None]


def model_of(product_id: UUID, *, tenant_id: UUID) -> Model:
    """The product with its axes and its variants outside the trash. Raises ProductNotFound. Seven queries."""
    with tenant_scope(tenant_id):
        product = Product.objects.filter(pk=product_id).only("title", "sku", "kind", "version", "variant_axes").first()
        if product is None:
            raise ProductNotFound(product_id=str(product_id))
        found = Product.objects.filter(parent_id=product_id).exclude(status=Product.Status.TRASH)
        rows = list(found.order_by("title", "pk").values(*_LINE)[: MOST_COMBINATIONS + 1])
        axes = _axes(product.variant_axes, tenant_id=tenant_id)
        values = _axis_values([each["id"] for each in rows], axes)
        axes = [_with_values(axis, values) for axis in axes]
    prices = active_prices([each["id"] for each in rows], tenant_id=tenant_id) if rows else {}
    lines = [_line(each, axes, values.get(each["id"], {}), prices.get(each["id"])) for each in rows]
    return Model(product_id, product.title or "", product.sku, product.kind, product.version, axes, lines)


def plan(product_id: UUID, *, tenant_id: UUID, choices: Mapping[str, Sequence[str]], prefix: str = "") -> Plan:
    """The combinations of these values (name of the axis -> values), with the SKUs the new ones would get.

    Raises ProductNotFound, and UnfitValue for a missing axis or more combinations than are sensible.
    """
    model = model_of(product_id, tenant_id=tenant_id)
    given = {attribute_key(name): values for name, values in choices.items()}
    wanted = [[value.strip() for value in given.get(axis.key, ()) if value.strip()] for axis in model.axes]
    _check_choices(model, wanted)
    stored = [_stored(axis, values) for axis, values in zip(model.axes, wanted, strict=True)]
    known = {variant.key: variant for variant in model.variants}
    combinations = _apart(combine(wanted), stored)
    new = [values for values, key in combinations.items() if key not in known]
    if len(new) + len(known) > MOST_COMBINATIONS:
        raise _too_many(len(new) + len(known))
    named = skus(prefix.strip() or model.sku or "", new, taken=_taken(prefix.strip() or model.sku or "", tenant_id))
    return Plan(model, [_planned(model, values, stored, known, named) for values in combinations])


def variant_of(product_id: UUID, *, tenant_id: UUID) -> Variant | None:
    """The variant with what it inherits; None for a product that is none. At most six queries."""
    states = _states([product_id], tenant_id=tenant_id)
    if product_id not in states:
        raise ProductNotFound(product_id=str(product_id))
    parent_id, _axes_of_variant, own = states[product_id]
    above = _states([parent_id], tenant_id=tenant_id) if parent_id else {}
    if parent_id is None or parent_id not in above:
        return None
    _parent, keys, model = above[parent_id]
    with tenant_scope(tenant_id):
        version = Product.objects.values_list("version", flat=True).get(pk=product_id)
        axes = _axes(keys, tenant_id=tenant_id)
        words = Names.of([own, model])
    given = inherited({}, model, axes=[axis.value_name for axis in axes])
    values = [
        InheritedValue(name, label_of(name), words.readable(name, own.get(name)), words.readable(name, value))
        for name, value in sorted(given.items(), key=lambda pair: label_of(pair[0]).lower())
    ]
    shown = [(axis.label, str(own.get(axis.value_name) or "")) for axis in axes]
    return Variant(product_id, version, parent_id, str(model.get("title") or ""), shown, values)


def inherited_values(product_ids: Collection[UUID], *, tenant_id: UUID) -> dict[UUID, dict[str, Any]]:
    """What each variant among these takes from its model: field or value name -> logged value. Three queries.

    Products that are no variants, and variants that have everything themselves, are left out.
    """
    states = _states(product_ids, tenant_id=tenant_id)
    parents = {parent_id for parent_id, _keys, _values in states.values() if parent_id}
    if not parents:
        return {}
    models = _states(parents, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        wanted = {key for _parent, keys, _values in models.values() for key in keys}
        names = {axis.key: axis.value_name for axis in _axes(wanted, tenant_id=tenant_id)}
    answer = {}
    for pk, (parent_id, _keys, values) in states.items():
        if parent_id in models:
            _parent, keys, model = models[parent_id]
            answer[pk] = inherited(values, model, axes=[names[key] for key in keys if key in names])
    return {pk: values for pk, values in answer.items() if values}


def _states(ids: Collection[UUID], *, tenant_id: UUID) -> dict[UUID, tuple[UUID | None, list[str], dict[str, Any]]]:
    rows = fetch(_STATES, {"tenant_id": tenant_id, "ids": list(ids)})
    return {pk: (parent_id, axes, json.loads(values)) for pk, parent_id, axes, values in rows}


def _axes(keys: Collection[str], *, tenant_id: UUID) -> list[Axis]:
    """The axes in their order, each with the choices of its attribute."""
    if not keys:
        return []
    known = attributes_by_key(set(keys), tenant_id=tenant_id)
    return [
        Axis(key, known[key].name, known[key], choices=tuple(known[key].choices)) if key in known else Axis(key, key)
        for key in keys
    ]


def _axis_values(product_ids: list[UUID], axes: list[Axis]) -> dict[UUID, dict[str, str]]:
    if not (product_ids and axes):
        return {}
    keys = {axis.attribute.key if axis.attribute else axis.key: axis.key for axis in axes}
    found = AttributeValue.objects.filter(product_id__in=product_ids, attribute__key__in=list(keys), language="")
    values: dict[UUID, dict[str, str]] = {}
    for product_id, key, value in found.values_list("product_id", "attribute__key", "value"):
        values.setdefault(product_id, {})[keys[key]] = value
    return values


def _with_values(axis: Axis, values: Mapping[UUID, Mapping[str, str]]) -> Axis:
    used = sorted({each[axis.key] for each in values.values() if axis.key in each}, key=str.lower)
    others = [choice for choice in axis.choices if choice not in used][:MOST_CHOICES]
    return replace(axis, values=tuple(used), choices=tuple(others))


def _line(row: dict[str, Any], axes: list[Axis], values: Mapping[str, str], price: Any) -> VariantLine:
    images = (row.pop("image_urls") or "").split("\n")
    own_price, currency = row.pop("price"), row.pop("currency")
    row["title"] = row["title"] or ""
    return VariantLine(
        **row,
        values=tuple(values.get(axis.key, "") for axis in axes),
        price=price.amount if price else None,
        currency=price.key.currency if price else currency or "",
        price_is_inherited=own_price is None and price is not None,
        image_url=images[0] or None,
    )


def _check_choices(model: Model, wanted: list[list[str]]) -> None:
    if not model.axes:
        raise UnfitValue(_("Choose first in what the variants differ."), field="axes")
    for axis, values in zip(model.axes, wanted, strict=True):
        if not values:
            message = _("Choose at least one value of “%(axis)s”.")
            raise UnfitValue(message % {"axis": axis.label}, field=axis.key)
    if (count := count_of(wanted)) > MOST_COMBINATIONS:
        raise _too_many(count)


def _too_many(count: int) -> UnfitValue:
    message = _("These values make %(count)s variants, and a product may have %(most)s: choose fewer values.")
    return UnfitValue(message % {"count": count, "most": MOST_COMBINATIONS}, field="choices")


def _taken(prefix: str, tenant_id: UUID) -> set[str]:
    with tenant_scope(tenant_id):
        found = Product.objects.filter(sku__startswith=prefix) if prefix else Product.objects.none()
        return {sku for sku in found.order_by().values_list("sku", flat=True)[: 20 * MOST_COMBINATIONS] if sku}


def _stored(axis: Axis, values: Sequence[str]) -> dict[str, str]:
    """The canonical text of each value; raises UnfitValue for one that the attribute cannot hold."""
    if axis.attribute is None:
        return {value: value for value in values}
    column = pl.Series("value", list(values), dtype=pl.String).to_frame()
    fits = column.select(fitting(pl.col("value"), axis.attribute)).to_series().to_list()
    for value, text in zip(values, fits, strict=True):
        if not text:
            raise UnfitValue(refusal_of(value, axis.attribute), field=axis.key)
    return dict(zip(values, fits, strict=True))


def _apart(combinations: Sequence[Combination], stored: Sequence[Mapping[str, str]]) -> dict[Combination, str]:
    """The combinations with their keys; of several that mean the same ("16 cm", "160 mm") the first."""
    found: dict[str, Combination] = {}
    for values in combinations:
        found.setdefault(key_of(_texts(values, stored)), values)
    return {values: key for key, values in found.items()}


def _texts(values: Combination, stored: Sequence[Mapping[str, str]]) -> Combination:
    return tuple(texts[value] for value, texts in zip(values, stored, strict=True))


def _planned(
    model: Model,
    values: Combination,
    stored: Sequence[Mapping[str, str]],
    known: Mapping[str, VariantLine],
    named: Mapping[Combination, str],
) -> Planned:
    texts = _texts(values, stored)
    if (variant := known.get(key_of(texts))) is not None:
        return Planned(values, texts, variant.key, variant.title, variant.sku or "", variant.id)
    return Planned(values, texts, key_of(texts), title_of(model.title, values), named[values])
