"""Variants from feeds: products with one parent reference become variants of one model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.acts import Actor
from catalog.attributes import attribute_key
from catalog.bulk import execute, fetch
from catalog.inheritance import INHERITED
from catalog.models import Product
from catalog.rights import require_products
from catalog.selectors.grouping import Group, groups_of
from catalog.services import patching
from catalog.services.changing import Held, hold, write
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.state import CURRENT
from catalog.services.variants.attaching import attached, noted
from catalog.services.variants.axes import WRITE, Kind
from core import audit
from core.access import require
from core.databases import atomic
from core.errors import Refused

MOST_REFERENCES = 500
_MAKE = """
INSERT INTO catalog_product (id, tenant_id, status, search_text, version)
VALUES (%(id)s, %(tenant_id)s, %(status)s, '', 0)
"""
_PATCH = "INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, '{}')"
_STATE = f"SELECT {CURRENT}::text FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.id = %(id)s"


@dataclass(frozen=True)
class Grouped:
    """What became of some references; `run_id` is the act that `undo_run` takes back, `refused` says why not."""

    run_id: UUID
    models: int
    variants: int
    refused: dict[str, str]


def group_by_reference(references: Sequence[str], *, tenant_id: UUID, user: Any = None) -> Grouped:
    """Make the products with each of these parent references variants of one model.

    The model is the one that has such variants already, else the product that is called so (own SKU, or the supplier's
    key), else a new one. A group that is refused leaves the others alone. `user` None: the rule of the organisation
    does it. Raises PermissionRefused.
    """
    if user is not None:
        require(user, WRITE, tenant_id=tenant_id)
    act = Act(tenant_id, _actor(user), uuid4())
    models = variants = 0
    refused: dict[str, str] = {}
    for group in groups_of(list(references)[:MOST_REFERENCES], tenant_id=tenant_id):
        try:
            made = _group(group, act=act, user=user)
        except Refused as error:
            refused[group.reference] = str(error)
            continue
        models, variants = models + bool(made), variants + made
        if not made:
            refused[group.reference] = _("Nothing tells these products apart: give each another value of an attribute.")
    if variants:
        audit.record("products.grouped", app="catalog", tenant_id=tenant_id, count=variants, groups=models)
    return Grouped(act.run_id or uuid4(), models, variants, refused)


def _group(group: Group, *, act: Act, user: Any) -> int:
    """Make the variants of one group; returns how many."""
    if not group.is_possible:
        return 0
    ids = [member.id for member in group.members]
    if user is not None:
        require_products(user, WRITE, [*ids, *([group.model_id] if group.model_id else [])], tenant_id=act.tenant_id)
    with atomic("catalog"):
        held = hold(sorted([*ids, *([group.model_id] if group.model_id else [])]), tenant_id=act.tenant_id)
        model_id = _ready_model(group, held, act=act)
        model = hold([model_id], tenant_id=act.tenant_id)[model_id]
        decided = attached(model, {pk: (held[pk], {}) for pk in ids}, user=user, tenant_id=act.tenant_id)
        return write(decided, act=act, note=noted("product.variant_attached", model_id))


def _ready_model(group: Group, held: dict[UUID, Held], *, act: Act) -> UUID:
    """The model of the group, with its axes; a new one where there is none."""
    axes = "\n".join(attribute_key(axis) for axis in group.axes)
    if group.model_id is None:
        members = [held[member.id].values for member in group.members]
        return _made(group, {**_shared(members), "kind": Kind.MODEL.value, "variant_axes": axes}, act=act)
    model = held[group.model_id]
    if not group.model_is_ready:
        patch = {"kind": Kind.MODEL.value, "variant_axes": axes}
        write({model: (patch, model.provenance)}, act=act, note=noted("product.axes_changed", model.id))
    return model.id


def _shared(members: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all members say alike: the model says it too."""
    first = members[0]
    return {
        name: first[name]
        for name in (*INHERITED, "status")
        if first.get(name) is not None and all(values.get(name) == first[name] for values in members)
    }


def _made(group: Group, values: dict[str, Any], *, act: Act) -> UUID:
    product_id = uuid4()
    keys = {"id": product_id, "tenant_id": act.tenant_id}
    status = values.pop("status", Product.Status.DRAFT)
    execute(_MAKE, {**keys, "status": status})
    patching.start()
    patch = {**values, "title": group.title, "parent_ref": group.reference}
    execute(_PATCH, {"id": product_id, "patch": json.dumps(patch)})
    patching.apply_patches(act.tenant_id)
    ((state,),) = fetch(_STATE, keys)
    entry = {"product_id": [str(product_id)], "kind": ["created"], "old": [None], "new": [state]}
    write_changes(act, pl.DataFrame(entry, schema=dict.fromkeys(entry, pl.String)))
    tell_products_changed(act, aggregate_id=product_id, changes=1, facts={"created": 1, "updated": 0})
    return product_id


def _actor(user: Any) -> Actor:
    if user is not None:
        return Actor("user", user.pk, str(user))
    with override("en"):
        return Actor("rule", None, _("Variants by parent reference"))
