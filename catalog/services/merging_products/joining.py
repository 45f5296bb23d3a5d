"""Making two products one: values united, offers, variants and bundles moved, one unit in the change log."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from catalog.absorbing import LISTS, Side, Union, leading_codes, united
from catalog.bulk import execute
from catalog.events import PRODUCTS_MERGED
from catalog.models import DuplicatePair, Product, ProductMerge
from catalog.rights import require_products
from catalog.selectors.attributes import attributes_named
from catalog.services import patching
from catalog.services.changing import Held, act_of, has_sources, mark, taken
from catalog.services.locks import lock_bundles, lock_merges
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.merging_products import checking
from catalog.services.merging_products.neighbours import Joining, hold_all, move_offers
from catalog.services.sources import source_values
from catalog.services.variants.axes import axis_names, combination_in
from catalog.services.variants.making import combinations_of
from core import audit
from core.databases import atomic
from core.events import Event, publish
from core.tenancy import tenant_scope

WRITE = "write:products"
Patches = dict[Held, dict[str, Any]]
_PATCH = "INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, %(before)s)"
_SET_MARKS = """
UPDATE catalog_product SET provenance = %(provenance)s WHERE id = %(id)s AND tenant_id = %(tenant_id)s
"""


def merge_products(
    survivor_id: UUID, absorbed_id: UUID, *, tenant_id: UUID, user: Any, choices: Mapping[str, Side] | None = None
) -> ProductMerge:
    """Make the second product a part of the first, and put it into the trash; returns the row of the merge.

    The survivor keeps its values; where it has none it takes those of the order of suppliers, else the other's.
    `choices`: field -> "survivor" or "absorbed", against that; such a value counts as set by hand. All in one
    transaction, undone by `undo_merge`. Raises PermissionRefused, ProductNotFound, NotMergeable, UnknownField,
    IdentifierTaken.
    """
    wanted = dict(choices or {})
    checking.check_two(survivor_id, absorbed_id)
    checking.check_choices(wanted)
    require_products(user, WRITE, [survivor_id, absorbed_id], tenant_id=tenant_id)
    act = Act(tenant_id, act_of(tenant_id, user).actor, uuid4())
    try:
        with tenant_scope(tenant_id), atomic("catalog"):
            lock_merges(tenant_id, alone=True)
            lock_bundles(tenant_id)
            joining = hold_all(survivor_id, absorbed_id, tenant_id=tenant_id)
            _check(joining, tenant_id=tenant_id)
            return _join(joining, act=act, user=user, choices=wanted)
    except IntegrityError as error:
        raise taken(error) from error


def _check(joining: Joining, *, tenant_id: UUID) -> None:
    survivor, absorbed = joining.survivor, joining.absorbed
    checking.check_mergeable(survivor, absorbed, tenant_id=tenant_id)
    checking.check_circle(survivor, absorbed, joining.bundles, tenant_id=tenant_id)
    if joining.variants and survivor.values.get("kind") == Product.Kind.MODEL:
        names = axis_names(survivor, tenant_id=tenant_id)
        moved = {combination_in(variant.values, names): variant.id for variant in joining.variants}
        checking.check_variants(survivor, moved, combinations_of(survivor.id, names, tenant_id=tenant_id))


def _join(joining: Joining, *, act: Act, user: Any, choices: Mapping[str, Side]) -> ProductMerge:
    survivor, absorbed, tenant_id = joining.survivor, joining.absorbed, act.tenant_id
    keys = {"tenant_id": tenant_id, "run_id": act.run_id, "survivor": survivor.id, "absorbed": absorbed.id}
    moved = move_offers(keys)
    sources = source_values(survivor.id, tenant_id=tenant_id)
    union = union_of(survivor, absorbed, choices=choices, sources=sources, tenant_id=tenant_id)
    merge = ProductMerge.objects.create(
        id=act.run_id,
        tenant_id=tenant_id,
        survivor_id=survivor.id,
        absorbed_id=absorbed.id,
        absorbed_title=absorbed.values.get("title") or "",
        codes=leading_codes(survivor.values, absorbed.values, union),
        marks={name: survivor.provenance.get(name) for name in union.patch if has_sources(name)},
        choices=dict(choices),
        made_by_id=user.pk,
    )
    # What the absorbed product gives up is free before the survivor takes it; undo goes the other way round.
    entries = [_applied(_around(joining, union), tenant_id), _applied({survivor: union.patch}, tenant_id)]
    _set_marks(joining, union, user=user, tenant_id=tenant_id)
    _note(merge, survivor, union, offers=moved)
    _close_pairs(merge, user=user)
    logged = pl.concat([each for each in entries if each.height])
    write_changes(act, logged)
    counts = {"created": 0, "updated": logged.height}
    tell_products_changed(act, aggregate_id=survivor.id, changes=logged.height, facts=counts)
    return merge


def union_of(
    survivor: Held, absorbed: Held, *, choices: Mapping[str, Side], sources: Mapping[str, Any], tenant_id: UUID
) -> Union:
    """What the survivor and the absorbed product get; one query for the attributes."""
    named = attributes_named(absorbed.values, tenant_id=tenant_id)
    return united(
        survivor.values,
        absorbed.values,
        choices=choices,
        sources=sources,
        locked=survivor.locks,
        unique=[name for name, attribute in named.items() if attribute.unique],
    )


def _around(joining: Joining, union: Union) -> Patches:
    """What changes in the absorbed product and in those that point to it."""
    survivor, absorbed = joining.survivor, joining.absorbed
    patches: Patches = {absorbed: {**union.released, "status": Product.Status.TRASH.value}}
    patches |= {variant: {"parent": str(survivor.id)} for variant in joining.variants}
    gone, stays = f"bundle:{absorbed.id}", f"bundle:{survivor.id}"
    for bundle in joining.bundles:
        pieces = int(bundle.values[gone]) + int(bundle.values.get(stays) or 0)
        patches[bundle] = {gone: None, stays: str(pieces)}
    return patches


def _applied(patches: Patches, tenant_id: UUID) -> pl.DataFrame:
    """Bring held products to these values; returns the entries for the change log."""
    patching.start()
    for product, patch in patches.items():
        if patch:
            before = json.dumps({name: product.values.get(name) for name in patch})
            execute(_PATCH, {"id": product.id, "patch": json.dumps(patch), "before": before})
    return patching.apply_patches(tenant_id)


def _set_marks(joining: Joining, union: Union, *, user: Any, tenant_id: UUID) -> None:
    survivor, absorbed = joining.survivor, joining.absorbed
    marks = dict(survivor.provenance)
    for name in filter(has_sources, union.patch):
        by_hand = name in union.chosen or (name in LISTS and name not in union.taken)
        given = mark(user) if by_hand else absorbed.provenance.get(name) if name in union.taken else None
        marks = {**marks, name: given} if given else {key: each for key, each in marks.items() if key != name}
    if marks != survivor.provenance:
        execute(_SET_MARKS, {"id": survivor.id, "tenant_id": tenant_id, "provenance": json.dumps(marks)})


def _note(merge: ProductMerge, survivor: Held, union: Union, *, offers: int) -> None:
    audit.record(
        "products.merged",
        app="catalog",
        tenant_id=merge.tenant_id,
        subject=Product.objects.get(pk=survivor.id),
        absorbed=merge.absorbed_title or str(merge.absorbed_id),
        absorbed_id=str(merge.absorbed_id),
        fields=sorted(union.patch),
        offers=offers,
    )
    payload = {
        "merge_id": str(merge.pk),
        "survivor_id": str(merge.survivor_id),
        "absorbed_id": str(merge.absorbed_id),
        "name": survivor.values.get("title"),
        "fields": sorted(union.patch),
        "offers": offers,
    }
    publish("catalog", Event(PRODUCTS_MERGED, merge.tenant_id, merge.survivor_id, payload))


def _close_pairs(merge: ProductMerge, *, user: Any) -> None:
    """The pair is decided; what else was proposed for the absorbed product is found again for the survivor."""
    first, second = sorted((merge.survivor_id, merge.absorbed_id))
    decided = {"state": DuplicatePair.State.MERGED, "merge": merge, "decided_by_id": user.pk}
    DuplicatePair.objects.filter(first_id=first, second_id=second).update(**decided, decided_at=timezone.now())
    others = Q(first_id=merge.absorbed_id) | Q(second_id=merge.absorbed_id)
    of_absorbed = DuplicatePair.objects.filter(others)
    of_absorbed.filter(state=DuplicatePair.State.PENDING).delete()
    # What was said to be another product than the absorbed one is another product than the survivor, too.
    rejected = of_absorbed.filter(state=DuplicatePair.State.REJECTED).values_list("first_id", "second_id")
    strangers = {pk for pair in rejected for pk in pair} - {merge.absorbed_id}
    theirs = Q(first_id=merge.survivor_id, second_id__in=strangers) | Q(
        second_id=merge.survivor_id, first_id__in=strangers
    )
    DuplicatePair.objects.filter(theirs, state=DuplicatePair.State.PENDING).delete()
