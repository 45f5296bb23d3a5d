"""Models and their variants: what tells them apart, what they inherit, which combinations could be made."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.attributes.values import AttributeFacts
from catalog.bulk import fetch
from catalog.combinations import MOST_COMBINATIONS, Combination, key_of
from catalog.errors import ProductNotFound
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


def model_of(product_id: UUID, *, tenant_id: UUID, with_trash: bool = False) -> Model:
    """The product with its axes and its variants, unless told otherwise those outside the trash.

    Raises ProductNotFound. At most nine queries.
    """
    with tenant_scope(tenant_id):
        product = Product.objects.filter(pk=product_id).only("title", "sku", "kind", "version", "variant_axes").first()
        if product is None:
            raise ProductNotFound(product_id=str(product_id))
        found = Product.objects.filter(parent_id=product_id)
        found = found if with_trash else found.exclude(status=Product.Status.TRASH)
        rows = list(found.order_by("title", "pk").values(*_LINE)[: MOST_COMBINATIONS + 1])
        axes = _axes(product.variant_axes, tenant_id=tenant_id)
        values = _axis_values([each["id"] for each in rows], axes)
        axes = [_with_values(axis, values) for axis in axes]
    prices = active_prices([each["id"] for each in rows], tenant_id=tenant_id) if rows else {}
    lines = [_line(each, axes, values.get(each["id"], {}), prices.get(each["id"])) for each in rows]
    return Model(product_id, product.title or "", product.sku, product.kind, product.version, axes, lines)


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
