"""Making products that exist variants of a model, and single products again."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.combinations import MOST_COMBINATIONS
from catalog.errors import CombinationTaken, FieldLocked, NotPossibleForKind, UnfitValue
from catalog.inheritance import inherited
from catalog.models import Product
from catalog.rights import require_products
from catalog.services.changing import Decision, Held, act_of, check_version, hold, mark, write
from catalog.services.log import Act
from catalog.services.trail import MOST_NAMED
from catalog.services.values import canonical_values
from catalog.services.variants.axes import WRITE, Kind, axis_names, combination_in, require_kind
from catalog.services.variants.making import combinations_of
from core import audit
from core.databases import atomic
from core.tenancy import tenant_scope


def attach_variants(
    model_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    products: Mapping[UUID, Mapping[str, Any]],
    version: int | None = None,
) -> int:
    """Make single products variants of the model; returns how many became one.

    `products`: id -> values to set in it at once ("attribute:Size" -> "S"), where it lacks one. Each needs a value for
    every axis, and no two variants have the same. What a variant lacks is the model's from then on. Raises
    PermissionRefused, ProductNotFound, ProductChanged, NotPossibleForKind, CombinationTaken, FieldLocked, UnfitValue.
    """
    require_products(user, WRITE, [model_id, *products], tenant_id=tenant_id)
    given = {pk: canonical_values(values, tenant_id=tenant_id) for pk, values in products.items()}
    with atomic("catalog"):
        held = hold(sorted({model_id, *products}), tenant_id=tenant_id)
        model = held.pop(model_id)
        check_version(model, version)
        require_kind(model, Kind.MODEL)
        decided = attached(model, {pk: (held[pk], given[pk]) for pk in held}, user=user, tenant_id=tenant_id)
        return write(decided, act=act_of(tenant_id, user), note=noted("product.variant_attached", model_id))


def attached(
    model: Held, members: Mapping[UUID, tuple[Held, Mapping[str, Any]]], *, user: Any, tenant_id: UUID
) -> dict[Held, Decision]:
    """What makes these held products variants of the held model (`user` None: a rule does it)."""
    names = axis_names(model, tenant_id=tenant_id)
    taken = combinations_of(model.id, names, tenant_id=tenant_id)
    if len(taken) + len(members) > MOST_COMBINATIONS:
        message = _("A product may have %(most)s variants at most.")
        raise UnfitValue(message % {"most": MOST_COMBINATIONS}, field="products")
    decided = {}
    for product, values in members.values():
        require_kind(product, Kind.SIMPLE)
        after = {**product.values, **values}
        _check_axes(product, after, names)
        key = combination_in(after, names)
        if taken.setdefault(key, product.id) != product.id:
            raise CombinationTaken
        decided[product] = _becoming(product, values, model_id=model.id, user=user)
    return decided


def detach_variants(
    model_id: UUID, *, tenant_id: UUID, user: Any, products: Collection[UUID], keep_values: bool = True
) -> int:
    """Make variants single products again; returns how many. What they took from the model they keep as their own,
    unless `keep_values` is false. Raises PermissionRefused, ProductNotFound, NotPossibleForKind.
    """
    require_products(user, WRITE, [model_id, *products], tenant_id=tenant_id)
    with atomic("catalog"):
        held = hold(sorted({model_id, *products}), tenant_id=tenant_id)
        model = held.pop(model_id)
        names = axis_names(model, tenant_id=tenant_id)
        decided: dict[Held, Decision] = {}
        for product in held.values():
            if product.values.get("parent") != str(model_id):
                raise NotPossibleForKind(_("This product is no variant of that model."))
            given = inherited(product.values, model.values, axes=names) if keep_values else {}
            patch = {**given, "parent": None, "kind": None}
            decided[product] = patch, product.provenance | {name: mark(user) for name in given if _is_said(name)}
        return write(decided, act=act_of(tenant_id, user), note=noted("product.variant_detached", model_id))


def noted(code: str, model_id: UUID) -> Any:
    """Notes the act of several products in the audit trail, as one of their model."""

    def note(act: Act, entries: pl.DataFrame) -> None:
        with tenant_scope(act.tenant_id):
            model = Product.objects.get(pk=model_id)
        named = entries["product_id"].to_list()[:MOST_NAMED]
        audit.record(code, app="catalog", tenant_id=act.tenant_id, subject=model, count=entries.height, products=named)

    return note


def _check_axes(product: Held, values: Mapping[str, Any], names: Collection[str]) -> None:
    if missing := [name.partition(":")[2] for name in names if not values.get(name)]:
        message = _("“%(title)s” has no value for %(axes)s: write it first.")
        title = product.values.get("title") or product.id
        raise UnfitValue(message % {"title": title, "axes": ", ".join(missing)}, field="values", fields=missing)


def _becoming(product: Held, values: Mapping[str, Any], *, model_id: UUID, user: Any) -> Decision:
    new = {name: value for name, value in values.items() if product.values.get(name) != value}
    if locked := sorted(set(new) & set(product.locks)):
        raise FieldLocked(fields=locked)
    patch = {**new, "parent": str(model_id), "kind": Kind.VARIANT.value}
    return patch, product.provenance | ({name: mark(user) for name in new} if user is not None else {})


def _is_said(name: str) -> bool:
    return name not in ("family", "further_categories")
