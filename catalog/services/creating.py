"""New products by hand: from values, or as a copy of another one."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.db import IntegrityError

from catalog.attributes.names import is_attribute
from catalog.bulk import execute, fetch
from catalog.errors import IdentifierMissing, ProductNotFound
from catalog.fields import dimension_of
from catalog.models import Product
from catalog.rights import READ, require_products
from catalog.selectors.attributes import attributes_named
from catalog.services import attribute_values, patching, trail
from catalog.services.changing import act_of, has_sources, mark, taken
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.state import CURRENT
from catalog.services.values import canonical_values
from core.access import require
from core.databases import atomic

# A copy is another article: what names the first one, and what lies in its warehouses, stays with it.
_NOT_COPIED = frozenset({"gtin", "sku", "asin", "stock", "url", "status", "locks", "kind", "parent", "variant_axes"})
_COPIED_DIMENSIONS = frozenset({"attribute", "price", "min_stock"})
_MAKE = """
INSERT INTO catalog_product (id, tenant_id, status, search_text, provenance, version)
VALUES (%(id)s, %(tenant_id)s, %(status)s, '', %(provenance)s, 0)
"""
_PATCH = "INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, '{}')"
_STATE = f"SELECT {CURRENT}::text FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.id = %(id)s"


def create_product(
    *, tenant_id: UUID, user: Any, values: Mapping[str, Any], status: str = Product.Status.DRAFT
) -> UUID:
    """Make a product with these values (see `values.canonical_values`); returns its id.

    It needs a title and an EAN or an SKU. Raises PermissionRefused, IdentifierMissing, IdentifierTaken, UnknownField,
    UnfitValue, ValueTaken.
    """
    require(user, "write:products", tenant_id=tenant_id)
    return _create(canonical_values(values, tenant_id=tenant_id), tenant_id=tenant_id, user=user, status=status)


def duplicate_product(product_id: UUID, *, tenant_id: UUID, user: Any, values: Mapping[str, Any]) -> UUID:
    """Make a draft with everything of the product that is not its own identity, and with these values over it.

    Left out: EAN, SKU, ASIN, page, stock, offers, unique attributes. Returns the id; raises as `create_product`, and
    ProductNotFound.
    """
    require_products(user, READ, [product_id], tenant_id=tenant_id)
    require(user, "write:products", tenant_id=tenant_id)
    given = canonical_values(values, tenant_id=tenant_id)
    copied = copied_values(product_id, tenant_id=tenant_id)
    return _create(copied | given, tenant_id=tenant_id, user=user, status=Product.Status.DRAFT)


def copied_values(product_id: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """What a copy takes over, as the change log writes it; raises ProductNotFound."""
    rows = fetch(_STATE, {"tenant_id": tenant_id, "id": product_id})
    if not rows:
        raise ProductNotFound(product_id=str(product_id))
    state: dict[str, Any] = json.loads(rows[0][0])
    unique = {name for name, each in attributes_named(state, tenant_id=tenant_id).items() if each.unique}
    return {
        name: value
        for name, value in state.items()
        if name not in _NOT_COPIED | unique and (dimension_of(name) or "attribute") in _COPIED_DIMENSIONS
    }


def _create(values: Mapping[str, Any], *, tenant_id: UUID, user: Any, status: str) -> UUID:
    given = {name: value for name, value in values.items() if value is not None}
    if not given.get("title") or not (given.get("gtin") or given.get("sku")):
        raise IdentifierMissing(fields=["title" if not given.get("title") else "gtin"])
    product_id = uuid4()
    act = act_of(tenant_id, user)
    try:
        with atomic("catalog"):
            if any(map(is_attribute, given)):
                attribute_values.check_free(given, product_id=product_id, tenant_id=tenant_id)
            _write(product_id, given, act=act, mark_=mark(user), status=status)
    except IntegrityError as error:
        raise taken(error) from error
    return product_id


def _write(product_id: UUID, values: Mapping[str, Any], *, act: Act, mark_: dict[str, Any], status: str) -> None:
    marks = {name: mark_ for name in values if has_sources(name)}
    keys = {"id": product_id, "tenant_id": act.tenant_id}
    execute(_MAKE, {**keys, "status": status, "provenance": json.dumps(marks)})
    patching.start()
    execute(_PATCH, {"id": product_id, "patch": json.dumps(values)})
    patching.apply_patches(act.tenant_id)
    ((state,),) = fetch(_STATE, keys)
    entry = {"product_id": [str(product_id)], "kind": ["created"], "old": [None], "new": [state]}
    entries = pl.DataFrame(entry, schema=dict.fromkeys(entry, pl.String))
    trail.note_edit(act, "product.created", entries)
    write_changes(act, entries)
    tell_products_changed(act, aggregate_id=product_id, changes=1, facts={"created": 1, "updated": 0})
