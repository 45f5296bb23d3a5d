"""Going back: a whole product as it was after an entry of its history, or on a day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.bulk import fetch
from catalog.errors import ProductNotFound, UnfitValue
from catalog.fields import ALL_BY_NAME, dimension_of, is_dimensioned
from catalog.models import AttributeFamily, Brand, Category, Change
from catalog.rights import READ, require_products
from catalog.services import attribute_values
from catalog.services.changing import Held, act_of, change, has_sources, mark
from catalog.services.state import CURRENT
from core.tenancy import tenant_scope

# What a product is, who may change it and what it is made of are no values: they stay as they are.
_STAYS = frozenset({"status", "locks", "kind", "parent", "variant_axes"})
_STAYS_DIMENSIONS = frozenset({"bundle", "reserved"})
_REFERRED: dict[str, type[Any]] = {"brand": Brand, "category": Category, "family": AttributeFamily}
_STATE = f"""
SELECT {CURRENT}::text, p.locks, p.version FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = %(id)s
"""


@dataclass(frozen=True)
class Return:
    """What going back to an entry would do: field -> (value now, value then); `locked` fields stay as they are."""

    seq: int
    at: datetime
    version: int
    changes: Mapping[str, tuple[Any, Any]]
    locked: Mapping[str, tuple[Any, Any]]


def foresee_return(product_id: UUID, *, tenant_id: UUID, user: Any, seq: int) -> Return:
    """What `restore_product` would change; raises PermissionRefused, ProductNotFound, UnfitValue."""
    require_products(user, READ, [product_id], tenant_id=tenant_id)
    rows = fetch(_STATE, {"tenant_id": tenant_id, "id": product_id})
    if not rows:
        raise ProductNotFound(product_id=str(product_id))
    state, locks, version = rows[0]
    now: dict[str, Any] = json.loads(state)
    entry = _entry(product_id, seq, tenant_id=tenant_id)
    differing = _differing(now, _state_after(now, product_id, seq, tenant_id=tenant_id))
    return Return(
        seq=seq,
        at=entry.at,
        version=version,
        changes={name: pair for name, pair in differing.items() if name not in locks},
        locked={name: pair for name, pair in differing.items() if name in locks},
    )


def restore_product(product_id: UUID, *, tenant_id: UUID, user: Any, seq: int, version: int | None = None) -> int:
    """Set every value, by hand, to what it was right after the entry `seq` of the history. Returns the version.

    Locked fields stay, and so do status, locks, kind and parts. It is one entry of the history, so that going back to
    the one before it takes it back. Raises as `edit_product`, and UnfitValue for a strange entry.
    """
    require_products(user, "write:products", [product_id], tenant_id=tenant_id)
    _entry(product_id, seq, tenant_id=tenant_id)

    def restore(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        then = _state_after(product.values, product_id, seq, tenant_id=tenant_id)
        differing = _differing(product.values, then)
        patch = {name: value for name, (_now, value) in differing.items() if name not in product.locks}
        attribute_values.check_free(patch, product_id=product_id, tenant_id=tenant_id)
        return patch, product.provenance | {name: mark(user) for name in patch if has_sources(name)}

    return change(product_id, restore, act=act_of(tenant_id, user), code="product.restored", version=version)


def entry_on(product_id: UUID, moment: datetime, *, tenant_id: UUID) -> int:
    """The last entry of the product's history up to that moment; raises UnfitValue when there is none."""
    with tenant_scope(tenant_id):
        found = Change.objects.filter(product_id=product_id, at__lte=moment).order_by("-seq")
        seq = found.values_list("seq", flat=True).first()
    if seq is None:
        raise UnfitValue(_("The history of the product begins later: choose a later day."), field="day")
    return int(seq)


def _entry(product_id: UUID, seq: int, *, tenant_id: UUID) -> Change:
    with tenant_scope(tenant_id):
        entry = Change.objects.filter(product_id=product_id, seq=seq).exclude(kind=Change.Kind.REMOVED).first()
    if entry is None:
        raise UnfitValue(_("This is no entry of the product's history: choose one of its list."), field="seq")
    return entry


def _state_after(now: Mapping[str, Any], product_id: UUID, seq: int, *, tenant_id: UUID) -> dict[str, Any]:
    """The values right after the entry: those of now, with every later change taken back, latest first."""
    state = dict(now)
    with tenant_scope(tenant_id):
        later = Change.objects.filter(product_id=product_id, seq__gt=seq).order_by("-seq")
        for kind, old, new in later.values_list("kind", "old", "new").iterator(chunk_size=500):
            if kind == Change.Kind.UPDATED:
                state |= {name: (old or {}).get(name) for name in new or {}}
            elif kind == Change.Kind.CREATED:
                break  # brought back by an undo: what was before stands in the entry itself
    return _by_todays_names(state, tenant_id=tenant_id)


def _by_todays_names(state: Mapping[str, Any], *, tenant_id: UUID) -> dict[str, Any]:
    """The state without brands, categories and families that are gone, attributes under the names they have now."""
    names = {name: key for name, (key, _facts) in attribute_values.spelled(state, tenant_id=tenant_id).items()}
    renamed: dict[str, Any] = {}
    for name, value in state.items():
        key = names.get(name, name)
        renamed[key] = value if value is not None else renamed.get(key)
    for name in missing_references(renamed, tenant_id=tenant_id):
        del renamed[name]
    return {name: still_there(name, value, tenant_id=tenant_id) for name, value in renamed.items()}


def still_there(name: str, value: Any, *, tenant_id: UUID) -> Any:
    """The value without the further categories that are gone; None when all of them are."""
    if name != "further_categories" or not value:
        return value
    ids = value.split("\n")
    with tenant_scope(tenant_id):
        known = {str(pk) for pk in Category.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    return "\n".join(pk for pk in ids if pk in known) or None


def missing_references(values: Mapping[str, Any], *, tenant_id: UUID) -> list[str]:
    """The fields among these that point to a brand, category or family which is no longer there."""
    with tenant_scope(tenant_id):
        return [
            name
            for name, model in _REFERRED.items()
            if values.get(name) and not model.objects.filter(pk=values[name]).exists()
        ]


def _differing(now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = [name for name in then if _returns(name)]
    return {name: (now.get(name), then[name]) for name in names if now.get(name) != then[name]}


def _returns(name: str) -> bool:
    if is_dimensioned(name):
        return dimension_of(name) not in _STAYS_DIMENSIONS
    return name in ALL_BY_NAME and name not in _STAYS
