"""Changes by hand: values, locks, going back to the source or to an earlier value."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.attributes.names import is_attribute
from catalog.errors import FieldLocked, UnfitValue, UnknownField
from catalog.models import Change
from catalog.rights import require_products
from catalog.services import attribute_values
from catalog.services.changing import Held, act_of, change, has_sources, mark
from catalog.services.restoring import missing_references, still_there
from catalog.services.sources import source_values
from catalog.services.values import EDITABLE_OWN, canonical_values
from core.tenancy import tenant_scope

_WRITE = "write:products"


def edit_product(
    product_id: UUID, *, tenant_id: UUID, user: Any, values: Mapping[str, Any], version: int | None = None
) -> int:
    """Set values by hand; they survive imports. Returns the product's version after it.

    `values`: field -> value (see `values.canonical_values`); None clears. With `version` (the one the user saw) a
    product changed meanwhile is refused. Raises PermissionRefused, ProductNotFound, ProductChanged, IdentifierTaken,
    FieldLocked, UnknownField, UnfitValue, ValueTaken.
    """
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def edit(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        wanted = canonical_values(values, tenant_id=tenant_id)
        patch = {name: value for name, value in wanted.items() if product.values.get(name) != value}
        if locked := sorted(set(patch) & set(product.locks)):
            raise FieldLocked(fields=locked)
        attribute_values.check_free(patch, product_id=product_id, tenant_id=tenant_id)
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
    field = _checked_field(field, tenant_id=tenant_id)
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
    present = field if field in EDITABLE_OWN else _checked_field(field, tenant_id=tenant_id)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        found = Change.objects.filter(product_id=product_id, seq=seq).values_list("old", flat=True).first()
    old: dict[str, Any] = found if isinstance(found, dict) else {}
    # An entry calls an attribute by the name it had then.
    name = next((each for each in (field, present) if each in old), None)
    if name is None:
        raise UnfitValue(_("This entry of the history holds no earlier value of the field."), field=field)
    value = still_there(present, old[name], tenant_id=tenant_id)
    if (old[name] and not value) or missing_references({present: value}, tenant_id=tenant_id):
        raise UnfitValue(_("What the field pointed to is no longer there: choose another value."), field=field)

    def restore(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        if present in product.locks:
            raise FieldLocked(fields=[present])
        patch = {present: value} if product.values.get(present) != value else {}
        attribute_values.check_free(patch, product_id=product_id, tenant_id=tenant_id)
        return patch, product.provenance | ({present: mark(user)} if patch and has_sources(present) else {})

    return change(product_id, restore, act=act_of(tenant_id, user), code="product.field_restored")


def _lock(product_id: UUID, field: str, *, wanted: bool, tenant_id: UUID, user: Any) -> int:
    if field != "status":
        field = _checked_field(field, tenant_id=tenant_id)
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)

    def lock(product: Held) -> tuple[dict[str, Any], dict[str, Any]]:
        names = set(product.locks) | {field} if wanted else set(product.locks) - {field}
        patch = {} if names == set(product.locks) else {"locks": _lines(names)}
        return patch, product.provenance

    return change(product_id, lock, act=act_of(tenant_id, user), code="product.field_locked")


def _checked_field(name: str, *, tenant_id: UUID) -> str:
    """The field as the log calls it: attributes may come under any spelling of their name."""
    if not has_sources(name):
        message = _("“%(field)s” is no field that sources give.")
        raise UnknownField(message % {"field": name}, field=name)
    if not is_attribute(name):
        return name
    return attribute_values.spelled([name], tenant_id=tenant_id)[name][0]


def _lines(names: Iterable[str]) -> str | None:
    return "\n".join(sorted(names)) or None
