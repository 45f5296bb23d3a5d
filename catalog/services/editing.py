"""Changes by hand: values, locks, going back to the source or to an earlier value, status."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.bulk import execute
from catalog.errors import FieldLocked, UnfitValue, UnknownField
from catalog.models import Change, Product
from catalog.rights import require_products
from catalog.services import patching, trail
from catalog.services.changing import Held, act_of, change, finish, has_sources, mark
from catalog.services.log import Act
from catalog.services.sources import source_values
from catalog.services.values import canonical_values
from core.databases import atomic
from core.tenancy import tenant_scope

_WRITE = "write:products"
_DELETE = "delete:products"
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


def edit_product(
    product_id: UUID, *, tenant_id: UUID, user: Any, values: Mapping[str, Any], version: int | None = None
) -> int:
    """Set values by hand; they survive imports. Returns the product's version after it.

    `values`: field -> value (see `values.canonical_values`); None clears. With `version` (the one the user saw) a
    product changed meanwhile is refused. Raises PermissionRefused, ProductNotFound, ProductChanged, IdentifierTaken,
    FieldLocked, UnknownField, UnfitValue.
    """
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def edit(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        wanted = canonical_values(values, tenant_id=tenant_id)
        patch = {name: value for name, value in wanted.items() if product.values.get(name) != value}
        if locked := sorted(set(patch) & set(product.locks)):
            raise FieldLocked(fields=locked)
        return patch, product.provenance | {name: mark(user) for name in patch if has_sources(name)}

    return change(product_id, edit, act=act_of(tenant_id, user), code="product.edited", version=version)


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

    def release(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        patch: dict[str, Any] = {}
        value = source_values(product_id, tenant_id=tenant_id).get(field)
        if value is not None and value != product.values.get(field):
            patch[field] = value
        if field in product.locks:
            patch["locks"] = _lines(name for name in product.locks if name != field)
        return patch, {name: mark for name, mark in product.provenance.items() if name != field}

    return change(product_id, release, act=act_of(tenant_id, user), code="product.field_released")


def restore_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str, seq: int) -> int:
    """Set the field, by hand, to the value it had before the entry `seq` of the product's history."""
    _check_field(field)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        old = Change.objects.filter(product_id=product_id, seq=seq).values_list("old", flat=True).first()
    if not isinstance(old, dict) or field not in old:
        raise UnfitValue(_("This entry of the history holds no earlier value of the field."), field=field)

    def restore(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        if field in product.locks:
            raise FieldLocked(fields=[field])
        patch = {field: old[field]} if product.values.get(field) != old[field] else {}
        return patch, product.provenance | ({field: mark(user)} if patch and has_sources(field) else {})

    return change(product_id, restore, act=act_of(tenant_id, user), code="product.field_restored")


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
        return finish(act_of(tenant_id, user), partial(_note_statuses, status))


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

    def lock(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        names = set(product.locks) | {field} if wanted else set(product.locks) - {field}
        patch = {} if names == set(product.locks) else {"locks": _lines(names)}
        return patch, product.provenance

    return change(product_id, lock, act=act_of(tenant_id, user), code="product.field_locked")


def _check_field(name: str) -> None:
    if not has_sources(name):
        message = _("“%(field)s” is no field that sources give.")
        raise UnknownField(message % {"field": name}, field=name)


def _lines(names: Iterable[str]) -> str | None:
    return "\n".join(sorted(names)) or None
