"""A variant's own values and those of its model: taking one over, giving one up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.errors import FieldLocked, NotPossibleForKind, UnfitValue
from catalog.inheritance import MONEY, may_inherit
from catalog.rights import require_products
from catalog.selectors.variants import inherited_values
from catalog.services.changing import Decision, Held, act_of, change, has_sources, mark
from catalog.services.variants.axes import WRITE


def own_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str) -> int:
    """Give the variant the model's present value as its own; returns its version. Raises UnfitValue without one."""
    require_products(user, WRITE, [product_id], tenant_id=tenant_id)

    def decide(product: Held) -> Decision:
        given = inherited_values([product_id], tenant_id=tenant_id).get(product_id, {})
        if field not in given:
            raise UnfitValue(_("The model gives no value that this variant could take over."), field=field)
        if field in MONEY and "currency" in given:
            return _changed(product, {field: given[field], "currency": given["currency"]}, user=user)
        return _changed(product, {field: given[field]}, user=user)

    return change(product_id, decide, act=act_of(tenant_id, user), code="product.edited")


def inherit_field(product_id: UUID, *, tenant_id: UUID, user: Any, field: str) -> int:
    """Clear the variant's own value, so that the model's counts; returns its version. Imports leave it at that."""
    require_products(user, WRITE, [product_id], tenant_id=tenant_id)

    def decide(product: Held) -> Decision:
        if not product.values.get("parent"):
            raise NotPossibleForKind(_("This product is no variant: it has no model to take a value from."))
        if not may_inherit(field):
            raise UnfitValue(_("Each variant has its own value here; it cannot come from the model."), field=field)
        return _changed(product, {field: None}, user=user)

    return change(product_id, decide, act=act_of(tenant_id, user), code="product.edited")


def _changed(product: Held, values: Mapping[str, Any], *, user: Any) -> Decision:
    if locked := sorted(set(values) & set(product.locks)):
        raise FieldLocked(fields=locked)
    patch = {name: value for name, value in values.items() if product.values.get(name) != value}
    return patch, product.provenance | {name: mark(user) for name in patch if has_sources(name)}
