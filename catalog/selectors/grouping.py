"""Products that suppliers give the same parent reference: what a person may make variants of one model."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from catalog.bulk import fetch
from catalog.combinations import MOST_COMBINATIONS, common_title, key_of, telling_apart
from catalog.models import Attribute, AttributeValue, Offer, Product
from core.tenancy import tenant_scope

_REFERENCES = """
SELECT parent_ref, count(*) FROM catalog_product
 WHERE tenant_id = %(tenant_id)s AND parent_ref IS NOT NULL AND parent_id IS NULL AND kind = 'simple'
   AND status <> 'trash' AND parent_ref > %(after)s
 GROUP BY parent_ref HAVING count(*) > 1 ORDER BY parent_ref LIMIT %(count)s
"""


@dataclass(frozen=True)
class Member:
    """A product that would become a variant; `values` by attribute name."""

    id: UUID
    title: str
    sku: str | None
    gtin: str | None
    values: dict[str, str]
    combination: str = ""


@dataclass(frozen=True)
class Group:
    """Products with one parent reference. `model_id` is the product that would be their model (None: a new one).

    `axes` are attribute names; without any nothing tells the products apart. `left_out` lack a value of an axis, or
    have the same values as another.
    """

    reference: str
    title: str
    axes: list[str]
    members: list[Member]
    model_id: UUID | None = None
    model_is_ready: bool = False
    left_out: list[Member] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        """Whether there is something to do."""
        return bool(self.axes and self.members) and (len(self.members) > 1 or self.model_id is not None)

    def value_rows(self) -> list[tuple[Member, list[str]]]:
        """The products with their values in the order of the axes."""
        return [(member, [member.values.get(axis, "") for axis in self.axes]) for member in self.members]


@dataclass(frozen=True)
class GroupPage:
    """Some groups; `after` leads to the next."""

    items: list[Group]
    after: str


def group_page(tenant_id: UUID, *, after: str = "", size: int = 20) -> GroupPage:
    """The next groups by reference. Eight queries, whatever their number."""
    rows = fetch(_REFERENCES, {"tenant_id": tenant_id, "after": after, "count": size + 1})
    references = [reference for reference, _count in rows]
    groups = groups_of(references[:size], tenant_id=tenant_id)
    return GroupPage(groups, references[size - 1] if len(references) > size else "")


def groups_of(references: Sequence[str], *, tenant_id: UUID) -> list[Group]:
    """What these references would make, in their order; references without such products are left out."""
    if not references:
        return []
    with tenant_scope(tenant_id):
        members = _members(references)
        models = _models(references, members)
        axes = _axes_of([product for product in models.values() if product.kind == Product.Kind.MODEL])
    return [
        _group(reference, members[reference], models.get(reference), axes)
        for reference in dict.fromkeys(references)
        if members.get(reference)
    ]


def _members(references: Sequence[str]) -> dict[str, list[Member]]:
    found = Product.objects.filter(parent_ref__in=references, parent__isnull=True, kind=Product.Kind.SIMPLE)
    found = found.exclude(status=Product.Status.TRASH).order_by("parent_ref", "title", "pk")
    rows = list(found.values_list("parent_ref", "pk", "title", "sku", "gtin"))
    values = _values([pk for _reference, pk, *_rest in rows])
    members: dict[Any, list[Member]] = defaultdict(list)
    for reference, pk, title, sku, gtin in rows:
        if len(members[reference]) < MOST_COMBINATIONS:
            members[reference].append(Member(pk, title or "", sku, gtin, values.get(pk, {})))
    return members


def _values(product_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    found = AttributeValue.objects.filter(product_id__in=list(product_ids), language="").exclude(
        attribute__kind__in=(Attribute.Kind.RICH_TEXT, Attribute.Kind.JSON, Attribute.Kind.URL)
    )
    values: dict[UUID, dict[str, str]] = defaultdict(dict)
    for pk, name, value in found.values_list("product_id", "attribute__name", "value"):
        values[pk][name] = value
    return values


def _models(references: Sequence[str], members: dict[str, list[Member]]) -> dict[str, Product]:
    """The product that is the model of each reference: one that has such variants, or that is called so."""
    ready = Product.objects.filter(parent_ref__in=references, kind=Product.Kind.VARIANT, parent__isnull=False)
    by_variant = dict(ready.order_by("pk").values_list("parent_ref", "parent_id"))
    made = Product.objects.filter(parent_ref__in=references, kind=Product.Kind.MODEL)
    by_reference = dict(made.order_by("pk").values_list("parent_ref", "pk"))
    ids = [member.id for group in members.values() for member in group]
    suppliers = Offer.objects.filter(product_id__in=ids).order_by().values_list("supplier_id", flat=True).distinct()
    keyed = Offer.objects.filter(supplier_id__in=list(suppliers), key__in=references)
    by_offer = dict(keyed.order_by("-pk").values_list("key", "product_id"))
    by_sku = dict(Product.objects.filter(sku__in=references).values_list("sku", "pk"))
    wanted: dict[Any, Any] = {**by_offer, **by_sku, **by_reference, **by_variant}
    products = Product.objects.in_bulk(list(set(wanted.values())))
    return {
        reference: products[pk] for reference, pk in wanted.items() if pk in products and _may_be_model(products[pk])
    }


def _may_be_model(product: Product) -> bool:
    return product.kind in (Product.Kind.SIMPLE, Product.Kind.MODEL) and product.status != Product.Status.TRASH


def _axes_of(models: Sequence[Product]) -> dict[UUID, list[str]]:
    """The names of the axes of models, and the combinations they have."""
    keys = {key for model in models for key in model.variant_axes}
    names = dict(Attribute.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    return {model.pk: [names.get(key, key) for key in model.variant_axes] for model in models}


def _group(reference: str, members: list[Member], model: Product | None, axes: dict[UUID, list[str]]) -> Group:
    members = [member for member in members if model is None or member.id != model.pk]
    names = axes.get(model.pk, []) if model else []
    ready = bool(names)
    names = names or telling_apart([member.values for member in members])
    fitting, left_out, seen = [], [], set()
    for member in members:
        combination = key_of(member.values.get(name, "") for name in names)
        if names and all(member.values.get(name) for name in names) and combination not in seen:
            seen.add(combination)
            fitting.append(member)
        else:
            left_out.append(member)
    title = model.title if model else common_title([member.title for member in members])
    return Group(reference, title or reference, names, fitting, model.pk if model else None, ready, left_out)
