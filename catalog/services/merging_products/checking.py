"""Which products cannot be made one, said in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.bulk import fetch
from catalog.errors import BundleCircle, NotMergeable, ProductNotFound, UnknownField
from catalog.fields import ALL_BY_NAME, is_dimensioned
from catalog.models import Product
from catalog.services.changing import Held

_KIND = Product.Kind
_CONTAINS = """
SELECT EXISTS (SELECT FROM catalog_bundleitem
                WHERE tenant_id = %(tenant_id)s AND (bundle_id, product_id) IN ((%(a)s, %(b)s), (%(b)s, %(a)s)))
"""
# Whether one of the bundles that will hold the survivor lies in it already, or in what it takes over.
_CLOSES_CIRCLE = """
WITH RECURSIVE parts AS (
    SELECT unnest(%(products)s::uuid[]) AS id
     UNION SELECT b.product_id FROM catalog_bundleitem AS b JOIN parts ON b.bundle_id = parts.id
            WHERE b.tenant_id = %(tenant_id)s
) SELECT EXISTS (SELECT FROM parts WHERE id = ANY(%(bundles)s::uuid[]))
"""


def check_mergeable(survivor: Held, absorbed: Held, *, tenant_id: UUID) -> None:
    """Raise NotMergeable unless the second can be absorbed by the first."""
    for product in (survivor, absorbed):
        if product.values.get("status") == Product.Status.TRASH:
            raise NotMergeable(_("One of the two products is in the trash: take it out first."))
    ours, theirs = (product.values.get("kind", _KIND.SIMPLE) for product in (survivor, absorbed))
    if str(absorbed.id) == survivor.values.get("parent") or str(survivor.id) == absorbed.values.get("parent"):
        raise NotMergeable(_("One of the two products is a variant of the other: detach it first."))
    if theirs != _KIND.SIMPLE and ours not in (_KIND.SIMPLE, theirs):
        message = _("A product of the kind “%(ours)s” cannot absorb one of the kind “%(theirs)s”.")
        raise NotMergeable(message % {"ours": _KIND(ours).label, "theirs": _KIND(theirs).label})
    if ours == theirs == _KIND.MODEL and survivor.values.get("variant_axes") != absorbed.values.get("variant_axes"):
        raise NotMergeable(_("The variants of the two products differ in other axes: give both the same axes first."))
    if fetch(_CONTAINS, {"tenant_id": tenant_id, "a": survivor.id, "b": absorbed.id})[0][0]:
        raise NotMergeable(_("One of the two products is a part of the other: take it out of the bundle first."))


def check_circle(survivor: Held, absorbed: Held, bundles: Sequence[Held], *, tenant_id: UUID) -> None:
    """Raise BundleCircle when a bundle that holds the one would then hold itself."""
    holders = [bundle.id for bundle in bundles]
    products = [survivor.id, absorbed.id]
    parameters = {"tenant_id": tenant_id, "products": products, "bundles": holders}
    if holders and fetch(_CLOSES_CIRCLE, parameters)[0][0]:
        raise BundleCircle


def check_variants(survivor: Held, moved: Mapping[str, Any], present: Mapping[str, Any]) -> None:
    """Raise NotMergeable when a variant that would move has the combination of one that is there."""
    if set(moved) & set(present):
        raise NotMergeable(
            _("Both products have a variant with the same values: merge these variants first."),
            product_id=str(survivor.id),
        )


def check_choices(choices: Mapping[str, Any]) -> None:
    """Raise UnknownField for a field that there is not."""
    for name in choices:
        if name not in ALL_BY_NAME and not is_dimensioned(name):
            message = _("“%(field)s” is no field of a product.")
            raise UnknownField(message % {"field": name}, field=name)


def check_two(survivor_id: UUID, absorbed_id: UUID) -> None:
    """Raise ProductNotFound for one product named twice."""
    if survivor_id == absorbed_id:
        raise ProductNotFound(_("A product cannot be merged with itself: name two products."))
