"""Which variants the values of a model's axes would make, and which of them exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.attributes import attribute_key
from catalog.attributes.refusals import refusal_of
from catalog.attributes.values import fitting
from catalog.combinations import MOST_COMBINATIONS, Combination, combine, count_of, key_of, skus, title_of
from catalog.errors import UnfitValue
from catalog.models import Product
from catalog.selectors.variants import Axis, Model, VariantLine, model_of
from core.tenancy import tenant_scope


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


def plan(product_id: UUID, *, tenant_id: UUID, choices: Mapping[str, Sequence[str]], prefix: str = "") -> Plan:
    """The combinations of these values (name of the axis -> values), with the SKUs the new ones would get.

    A variant in the trash has its combination still.

    Raises ProductNotFound, and UnfitValue for a missing axis or more combinations than are sensible.
    """
    model = model_of(product_id, tenant_id=tenant_id, with_trash=True)
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
