"""Changes by hand: values, locks, going back to the source or to an earlier value, status."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.acts import Actor
from catalog.bulk import execute, fetch
from catalog.errors import FieldLocked, IdentifierTaken, ProductChanged, ProductNotFound, UnfitValue, UnknownField
from catalog.fields import FIELD_NAMES, is_dimensioned
from catalog.models import Change, Product
from catalog.rights import require_products
from catalog.services import patching, trail
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.sources import source_values
from catalog.services.state import CURRENT
from catalog.services.values import canonical_values
from core.databases import atomic
from core.tenancy import tenant_scope

_WRITE = "write:products"
_DELETE = "delete:products"
_LOCKED = f"""
SELECT p.version, p.locks, {CURRENT}::text, p.provenance::text FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = %(id)s FOR NO KEY UPDATE
"""
_PATCH = "INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, %(before)s)"
_PROVENANCE = """
UPDATE catalog_product SET provenance = %(provenance)s WHERE id = %(id)s AND tenant_id = %(tenant_id)s
"""
_STATUS_PATCHES = """
INSERT INTO patches (product_id, patch, before)
SELECT s.id, jsonb_build_object('status', s.wanted), jsonb_build_object('status', s.status)
  FROM (SELECT p.id, p.status, CASE WHEN %(status)s <> '' THEN %(status)s
               ELSE coalesce(nullif(p.status_before_trash, ''), 'draft') END AS wanted
          FROM catalog_product AS p
         WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s) AND (%(status)s <> '' OR p.status = 'trash')
         ORDER BY p.id FOR NO KEY UPDATE) AS s
 WHERE s.status <> s.wanted
"""


@dataclass(frozen=True)
class _Locked:
    """A product held for this transaction."""

    id: UUID
    version: int
    locks: list[str]
    values: dict[str, Any]
    provenance: dict[str, Any]


Note = Callable[[Act, pl.DataFrame], None]
Decide = Callable[[_Locked], tuple[dict[str, Any], dict[str, Any]]]


def edit_product(
    product_id: UUID, *, tenant_id: UUID, user: Any, values: Mapping[str, Any], version: int | None = None
) -> int:
    """Set values by hand; they survive imports. Returns the product's version after it.

    `values`: field -> value (see `values.canonical_values`); None clears. With `version` (the one the user saw) a
    product changed meanwhile is refused. Raises PermissionRefused, ProductNotFound, ProductChanged, IdentifierTaken,
    FieldLocked, UnknownField, UnfitValue.
    """
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def edit(product: _Locked) -> tuple[dict[str, Any], dict[str, Any]]:
        wanted = canonical_values(values, tenant_id=tenant_id)
        patch = {name: value for name, value in wanted.items() if product.values.get(name) != value}
        if locked := sorted(set(patch) & set(product.locks)):
            raise FieldLocked(fields=locked)
        return patch, product.provenance | {name: _mark(user) for name in patch if _has_sources(name)}

    return _change(product_id, edit, act=_act(tenant_id, user), code="product.edited", version=version)


def lock_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str) -> int:
    """Keep every import away from the field. Returns the product's version."""
    return _lock(product_id, field, wanted=True, tenant_id=tenant_id, user=user)


def unlock_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str) -> int:
    """Let imports change the field again, by the usual rules. Returns the product's version."""
    return _lock(product_id, field, wanted=False, tenant_id=tenant_id, user=user)


def release_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str) -> int:
    """Give the field back to the sources: no lock, no mark, the value of the winning offer (if any gives one)."""
    _check_field(field)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def release(product: _Locked) -> tuple[dict[str, Any], dict[str, Any]]:
        patch: dict[str, Any] = {}
        value = source_values(product_id, tenant_id=tenant_id).get(field)
        if value is not None and value != product.values.get(field):
            patch[field] = value
        if field in product.locks:
            patch["locks"] = _lines(name for name in product.locks if name != field)
        return patch, {name: mark for name, mark in product.provenance.items() if name != field}

    return _change(product_id, release, act=_act(tenant_id, user), code="product.field_released")


def restore_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str, seq: int) -> int:
    """Set the field, by hand, to the value it had before the entry `seq` of the product's history."""
    _check_field(field)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        old = Change.objects.filter(product_id=product_id, seq=seq).values_list("old", flat=True).first()
    if not isinstance(old, dict) or field not in old:
        raise UnfitValue(_("This entry of the history holds no earlier value of the field."), field=field)

    def restore(product: _Locked) -> tuple[dict[str, Any], dict[str, Any]]:
        if field in product.locks:
            raise FieldLocked(fields=[field])
        patch = {field: old[field]} if product.values.get(field) != old[field] else {}
        return patch, product.provenance | ({field: _mark(user)} if patch and _has_sources(field) else {})

    return _change(product_id, restore, act=_act(tenant_id, user), code="product.field_restored")


def set_status(product_ids: Iterable[UUID], *, tenant_id: UUID, user: Any, status: str) -> int:
    """Give products a status; "trash" needs the right to delete. Returns how many changed."""
    if status not in Product.Status.values:
        message = _("“%(status)s” is no status: use one of %(allowed)s.")
        raise UnfitValue(message % {"status": status, "allowed": ", ".join(Product.Status.values)}, field="status")
    wanted = _DELETE if status == Product.Status.TRASH else _WRITE
    ids = list(product_ids)
    require_products(user, wanted, ids, tenant_id=tenant_id)
    return _set_statuses(ids, tenant_id=tenant_id, user=user, status=status)


def restore_products(product_ids: Iterable[UUID], *, tenant_id: UUID, user: Any) -> int:
    """Take products out of the trash, with the status they had before. Returns how many."""
    ids = list(product_ids)
    require_products(user, _WRITE, ids, tenant_id=tenant_id)
    return _set_statuses(ids, tenant_id=tenant_id, user=user, status="")


def _set_statuses(product_ids: list[UUID], *, tenant_id: UUID, user: Any, status: str) -> int:
    with atomic("catalog"):
        patching.start()
        execute(_STATUS_PATCHES, {"tenant_id": tenant_id, "ids": product_ids, "status": status})
        return _finish(_act(tenant_id, user), partial(_note_statuses, status))


def _note_statuses(status: str, act: Act, entries: pl.DataFrame) -> None:
    if status == "":
        trail.note_statuses(act, "products.restored", entries)
    elif status == Product.Status.TRASH:
        trail.note_statuses(act, "products.trashed", entries)
    else:
        trail.note_statuses(act, "products.status_changed", entries, status=status)


def _lock(product_id: UUID, field: str, *, wanted: bool, tenant_id: UUID, user: Any) -> int:
    _check_field(field)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def lock(product: _Locked) -> tuple[dict[str, Any], dict[str, Any]]:
        names = set(product.locks) | {field} if wanted else set(product.locks) - {field}
        patch = {} if names == set(product.locks) else {"locks": _lines(names)}
        return patch, product.provenance

    return _change(product_id, lock, act=_act(tenant_id, user), code="product.field_locked")


def _change(product_id: UUID, decide: Decide, *, act: Act, code: str, version: int | None = None) -> int:
    """Hold the product, ask `decide` for the patch and the marks, write both, log and tell; `code` is for the audit."""
    try:
        with atomic("catalog"):
            product = _hold(product_id, tenant_id=act.tenant_id)
            if version is not None and version != product.version:
                raise ProductChanged(version=product.version)
            patch, provenance = decide(product)
            return product.version + _write(product, patch, provenance, act=act, code=code)
    except IntegrityError as error:
        raise IdentifierTaken from error


def _write(product: _Locked, patch: dict[str, Any], provenance: dict[str, Any], *, act: Act, code: str) -> int:
    """Write patch and marks; returns by how much the version grows."""
    if provenance != product.provenance:
        marks = {"id": product.id, "tenant_id": act.tenant_id, "provenance": json.dumps(provenance)}
        execute(_PROVENANCE, marks)
    if not patch:
        return 0
    patching.start()
    before = json.dumps({name: product.values.get(name) for name in patch})
    execute(_PATCH, {"id": product.id, "patch": json.dumps(patch), "before": before})
    return _finish(act, partial(_note_edit, code))


def _note_edit(code: str, act: Act, entries: pl.DataFrame) -> None:
    trail.note_edit(act, code, entries)


def _hold(product_id: UUID, *, tenant_id: UUID) -> _Locked:
    rows = fetch(_LOCKED, {"tenant_id": tenant_id, "id": product_id})
    if not rows:
        raise ProductNotFound(product_id=str(product_id))
    version, locks, values, provenance = rows[0]
    return _Locked(product_id, version, locks, json.loads(values), json.loads(provenance))


def _finish(act: Act, note: Note) -> int:
    """Apply the patches of this transaction, note the act, log, tell; returns how many products changed."""
    entries = patching.apply_patches(act.tenant_id)
    if entries.height:
        note(act, entries)
        write_changes(act, entries)
        counts = {"created": 0, "updated": entries.height}
        tell_products_changed(act, aggregate_id=UUID(entries["product_id"][0]), changes=entries.height, facts=counts)
    return entries.height


def _act(tenant_id: UUID, user: Any) -> Act:
    return Act(tenant_id, Actor("user", user.pk, str(user)))


def _mark(user: Any) -> dict[str, Any]:
    return {"kind": "manual", "actor_id": str(user.pk), "label": str(user), "at": timezone.now().isoformat()}


def _has_sources(name: str) -> bool:
    return name in FIELD_NAMES or is_dimensioned(name)


def _check_field(name: str) -> None:
    if not _has_sources(name):
        message = _("“%(field)s” is no field that sources give.")
        raise UnknownField(message % {"field": name}, field=name)


def _lines(names: Iterable[str]) -> str | None:
    return "\n".join(sorted(names)) or None
