"""In what the variants of a model differ."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.attributes import attribute_key
from catalog.combinations import MOST_AXES, key_of
from catalog.errors import CombinationTaken, NotPossibleForKind, ProductNotFound, UnfitValue
from catalog.models import Attribute, Product
from catalog.rights import require_products
from catalog.selectors.attributes import attributes_by_key
from catalog.selectors.finding import product_exists
from catalog.services import attribute_values
from catalog.services.changing import Decision, Held, act_of, change
from core.tenancy import tenant_scope

WRITE = "write:products"
Kind = Product.Kind
# A value of an axis is one of all languages, of a kind that can be told at a glance.
_UNFIT_KINDS = (Attribute.Kind.RICH_TEXT, Attribute.Kind.JSON, Attribute.Kind.URL, Attribute.Kind.MULTISELECT)


def set_axes(product_id: UUID, *, tenant_id: UUID, user: Any, axes: Sequence[str], version: int | None = None) -> int:
    """Make a single product a model whose variants differ in these attributes (names); returns its version.

    Unknown attributes are made. Without axes a model that has no variants is a single product again. The variants a
    model has must all have a value for each axis, and differ. Raises PermissionRefused, ProductNotFound,
    ProductChanged, NotPossibleForKind, CombinationTaken, UnfitValue.
    """
    require_products(user, WRITE, [product_id], tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        if not product_exists(product_id):
            raise ProductNotFound(product_id=str(product_id))
    keys = _keys(axes, tenant_id=tenant_id)

    def decide(product: Held) -> Decision:
        require_kind(product, Kind.SIMPLE, Kind.MODEL)
        _check_variants(product_id, keys, tenant_id=tenant_id)
        patch: dict[str, Any] = {"variant_axes": "\n".join(keys) or None, "kind": Kind.MODEL.value if keys else None}
        new = {name: value for name, value in patch.items() if product.values.get(name) != value}
        return new, product.provenance

    return change(product_id, decide, act=act_of(tenant_id, user), code="product.axes_changed", version=version)


def kind_of(product: Held) -> str:
    """The kind of a held product."""
    return str(product.values.get("kind") or Kind.SIMPLE)


def require_kind(product: Held, *kinds: str) -> None:
    """Raise NotPossibleForKind unless the product is of one of these kinds."""
    kind = kind_of(product)
    if kind not in kinds:
        allowed = ", ".join(f"“{Kind(each).label}”" for each in kinds)
        message = _("“%(title)s” is a “%(kind)s”, and this is possible for %(allowed)s only.")
        words = {"title": product.values.get("title") or product.id, "kind": Kind(kind).label, "allowed": allowed}
        raise NotPossibleForKind(message % words)


def axis_names(product: Held, *, tenant_id: UUID) -> list[str]:
    """The value names ("attribute:Size") of a held model's axes, in their order."""
    keys = str(product.values.get("variant_axes") or "").split()
    known = attributes_by_key(keys, tenant_id=tenant_id)
    return [f"attribute:{known[key].name if key in known else key}" for key in keys]


def combination_in(values: Mapping[str, Any], names: Sequence[str]) -> str:
    """What tells a product with these values apart in a model with these axes."""
    return key_of(str(values.get(name) or "") for name in names)


def _keys(names: Sequence[str], *, tenant_id: UUID) -> list[str]:
    wanted = [name.strip() for name in names if name.strip()]
    if len(wanted) > MOST_AXES:
        message = _("Variants may differ in %(most)s attributes at most, not in %(count)s.")
        raise UnfitValue(message % {"most": MOST_AXES, "count": len(wanted)}, field="axes")
    attribute_values.make_attributes([f"attribute:{name}" for name in wanted], tenant_id=tenant_id)
    spelled = attribute_values.spelled([f"attribute:{name}" for name in wanted], tenant_id=tenant_id)
    for _name, attribute in spelled.values():
        if attribute is not None and (attribute.kind in _UNFIT_KINDS or attribute.unique):
            message = _("Variants cannot differ in “%(name)s”: choose an attribute with short values.")
            raise UnfitValue(message % {"name": attribute.label}, field="axes")
    return list(dict.fromkeys(attribute_key(name.partition(":")[2]) for name, _attribute in spelled.values()))


def _check_variants(model_id: UUID, keys: Sequence[str], *, tenant_id: UUID) -> None:
    """The variants that exist have a value for each axis, and differ."""
    with tenant_scope(tenant_id):
        found = Product.objects.filter(parent_id=model_id).order_by("pk")
        values: dict[UUID, dict[str, str]] = {pk: {} for pk in found.values_list("pk", flat=True)}
        rows = found.filter(attribute_values__attribute__key__in=list(keys), attribute_values__language="")
        for pk, key, value in rows.values_list("pk", "attribute_values__attribute__key", "attribute_values__value"):
            values[pk][key] = value
    if not values:
        return
    if not keys:
        raise NotPossibleForKind(_("Detach its variants first: a model with variants needs an axis."))
    if any(set(each) != set(keys) for each in values.values()):
        message = _("Not every variant has a value for each of these attributes: fill them in first.")
        raise UnfitValue(message, field="axes")
    if len({key_of(each[key] for key in keys) for each in values.values()}) < len(values):
        raise CombinationTaken(_("Some variants would no longer differ: choose another attribute as well."))
