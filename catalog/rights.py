"""Which products somebody may see or change: all of them by role, else those that are granted.

A grant counts on the product itself, on its categories and those above them, and on every supplier who offers it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from catalog.bulk import fetch
from catalog.models import Offer, Product
from core.access import allowed, grants, membership_of, refusal
from core.context import May
from core.errors import PermissionRefused
from core.tenancy import current_tenant_id, tenant_scope

READ = "read:products"
FEW, MANY_SECONDS = 2_000, 60
_LABELS = ("catalog.Product", "suppliers.Supplier", "catalog.Category")
_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM catalog_category WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])
     UNION SELECT c.id FROM catalog_category AS c JOIN below ON c.parent_id = below.id
) SELECT id::text FROM below
"""


def visible_products(found: QuerySet[Product], user: Any, permission: str = READ) -> QuerySet[Product]:
    """The products among these on which the user holds the permission; untouched for those who hold it by role.

    Needs the tenant's scope. At most three queries more, for granted suppliers and categories: when they hold few
    products these are named one by one, else each row of the list is asked, along the list's own index.
    """
    if allowed(user, permission):
        return found
    if membership_of(user, current_tenant_id()) is None:
        return found.none()
    granted = _Granted.of(user, permission)
    # Both ways give the same products: which one is quicker may be a little out of date.
    key = f"catalog.many:{current_tenant_id()}:{user.pk}:{permission}"
    few = None if cache.get(key) else granted.few()
    if few is None:
        cache.add(key, True, MANY_SECONDS)
    if few is not None:
        return found.filter(pk__any=few) if few else found.none()
    return found.filter(granted.condition())


def require_products(user: Any, permission: str, ids: Collection[UUID], *, tenant_id: UUID) -> None:
    """Raise PermissionRefused unless the user holds the permission on every one of these products.

    No query for those who hold it by role. Products that do not exist are for the caller to miss.
    """
    if allowed(user, permission, tenant_id=tenant_id):
        return
    if membership_of(user, tenant_id) is None or not grants.has_any(user, permission):
        raise refusal(permission)
    with tenant_scope(tenant_id):
        known = Product.objects.filter(pk__in=ids)
        if visible_products(known, user, permission).count() != known.count():
            raise refusal(permission)


class MayOnProduct(May):
    """`may` of a page about one product: what is granted on it counts too."""

    def __init__(self, request: Any, product_id: UUID) -> None:
        super().__init__(request, request.workspace)
        self._request, self._product_id = request, product_id

    def __getitem__(self, name: str) -> bool:
        if super().__getitem__(name):
            return True
        tenant_id = self._request.workspace.tenant.pk
        try:
            require_products(self._request.user, name.replace("_", ":", 1), [self._product_id], tenant_id=tenant_id)
        except PermissionRefused:
            return False
        return True


@dataclass(frozen=True)
class _Granted:
    """What was granted, as ids in text: products, suppliers, and categories with those below them."""

    products: Collection[str]
    suppliers: Collection[str]
    categories: Collection[str]

    @classmethod
    def of(cls, user: Any, permission: str) -> "_Granted":
        products, suppliers, categories = (grants.granted_keys(user, permission, label) for label in _LABELS)
        return cls(products, suppliers, _with_those_below(categories) if categories else ())

    def few(self) -> list[Any] | None:
        """The products one by one; None when suppliers or categories hold more than FEW of them."""
        offered = Offer.objects.order_by().filter(supplier_id__any=self.suppliers).values_list("product_id", flat=True)
        sorted_in = Product.objects.order_by().filter(category__pk__any=self.categories).values_list("pk", flat=True)
        also_in = Product.objects.order_by().filter(_also_in(self.categories)).values_list("pk", flat=True)
        ways = ((offered, self.suppliers), (sorted_in, self.categories), (also_in, self.categories))
        wider = [way for way, ids in ways if ids]
        if any(way[FEW : FEW + 1] for way in wider):
            return None
        return [*self.products, *(pk for way in wider for pk in way)]

    def condition(self) -> Q:
        """The same for each row of a list."""
        # As a value, not as EXISTS: the planner would gather all offers of all suppliers before the first row. As text,
        # so that the suppliers are looked up in a hash, not searched anew in the index for every product.
        named = Offer.objects.order_by().annotate(supplier=Cast("supplier_id", TextField()))
        offered = named.filter(product=OuterRef("pk"), supplier__any=self.suppliers)
        ways = {
            Q(pk__any=self.products): self.products,
            Q(category__pk__any=self.categories) | _also_in(self.categories): self.categories,
            Q(IsNull(Subquery(offered.values("pk")[:1]), False)): self.suppliers,
        }
        return reduce(or_, (way for way, ids in ways.items() if ids))


def _also_in(categories: Collection[str]) -> Q:
    """Products that lie in one of these besides their main category (the lookup is that of `selectors.narrowing`)."""
    return ~Q(further_categories=[]) & Q(further_categories__shares=categories)


def _with_those_below(ids: Collection[str]) -> list[str]:
    # One text: a list of a thousand would be adapted element by element.
    rows = fetch(_BELOW, {"tenant_id": current_tenant_id(), "ids": f"{{{','.join(ids)}}}"})
    return [pk for (pk,) in rows]
