"""Bundles: which products are sold together, and how many of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.bulk import fetch
from catalog.errors import BundleCircle, NotPossibleForKind, ProductNotFound, UnfitValue
from catalog.models import Product
from catalog.rights import READ, require_products
from catalog.services.changing import Decision, Held, act_of, change
from catalog.services.locks import lock_bundles
from core.databases import atomic
from core.tenancy import tenant_scope

PREFIX = "bundle:"
MOST_PARTS, MOST_PIECES = 100, 10_000
_WRITE = "write:products"
Kind = Product.Kind
# Whether the bundle is among the parts of its parts.
_CLOSES_CIRCLE = """
WITH RECURSIVE parts AS (
    SELECT unnest(%(parts)s::uuid[]) AS id
     UNION SELECT b.product_id FROM catalog_bundleitem AS b JOIN parts ON b.bundle_id = parts.id
            WHERE b.tenant_id = %(tenant_id)s
) SELECT EXISTS (SELECT FROM parts WHERE id = %(bundle_id)s)
"""


def change_parts(
    product_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    parts: Mapping[UUID, int | None],
    replace: bool = False,
    version: int | None = None,
) -> int:
    """Set how many of each part the bundle holds (None takes one out); returns the product's version.

    With `replace` these are all its parts. The first part makes a single product a bundle, the last one that goes makes
    it a single product again. Raises PermissionRefused, ProductNotFound, ProductChanged, BundleCircle,
    NotPossibleForKind, UnfitValue.
    """
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)
    wanted = {pk: quantity for pk, quantity in parts.items() if quantity is not None}
    _check_quantities(wanted)
    with atomic("catalog"):
        lock_bundles(tenant_id)
        _check_parts(product_id, wanted, tenant_id=tenant_id, user=user)

        def decide(product: Held) -> Decision:
            _check_kind(product)
            patch = _patch(product, parts, replace=replace)
            return patch, product.provenance

        return change(product_id, decide, act=act_of(tenant_id, user), code="product.bundle_changed", version=version)


def _patch(product: Held, parts: Mapping[UUID, int | None], *, replace: bool) -> dict[str, Any]:
    before = {name: value for name, value in product.values.items() if name.startswith(PREFIX)}
    given = {f"{PREFIX}{pk}": None if quantity is None else str(quantity) for pk, quantity in parts.items()}
    after = {**(dict.fromkeys(before) if replace else before), **given}
    if (count := sum(quantity is not None for quantity in after.values())) > MOST_PARTS:
        message = _("A bundle of %(count)s parts is too large: at most %(most)s are possible.")
        raise UnfitValue(message % {"count": count, "most": MOST_PARTS}, field="parts")
    kind = Kind.BUNDLE.value if count else None
    patch: dict[str, Any] = {name: value for name, value in after.items() if value != before.get(name)}
    return patch if product.values.get("kind") == kind or not patch else {**patch, "kind": kind}


def _check_kind(product: Held) -> None:
    if product.values.get("kind", Kind.SIMPLE) not in (Kind.SIMPLE, Kind.BUNDLE):
        raise NotPossibleForKind(
            _("A product with variants, or a variant, cannot be a bundle: make the bundle a product of its own.")
        )


def _check_quantities(parts: Mapping[UUID, int]) -> None:
    for quantity in parts.values():
        if not 1 <= quantity <= MOST_PIECES:
            message = _("%(quantity)s pieces of a part are not possible: write 1 to %(most)s.")
            raise UnfitValue(message % {"quantity": quantity, "most": MOST_PIECES}, field="quantity")


def _check_parts(product_id: UUID, parts: Mapping[UUID, int], *, tenant_id: UUID, user: Any) -> None:
    """They exist, may be seen, can be sold, and do not contain the bundle."""
    require_products(user, READ, parts, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        known = dict(Product.objects.filter(pk__in=parts).exclude(status="trash").values_list("pk", "kind"))
    if missing := [str(pk) for pk in parts if pk not in known]:
        raise ProductNotFound(product_id=missing[0])
    if Kind.MODEL in known.values():
        raise NotPossibleForKind(_("A product with variants cannot be a part: choose one of its variants."))
    values = {"parts": list(parts), "bundle_id": product_id, "tenant_id": tenant_id}
    if parts and fetch(_CLOSES_CIRCLE, values)[0][0]:
        raise BundleCircle
