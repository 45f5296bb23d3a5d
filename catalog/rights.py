"""Which products somebody may see or change: all of them by role, else those that are granted.

A grant counts on the product itself, on its category and the categories above it, and on every supplier who offers it.
"""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Category, Offer, Product
from core.access import allowed, grants, membership_of, refusal
from core.context import May
from core.errors import PermissionRefused
from core.tenancy import current_tenant_id, tenant_scope

READ = "read:products"


def visible_products(found: QuerySet[Product], user: Any, permission: str = READ) -> QuerySet[Product]:
    """The products among these on which the user holds the permission; untouched for those who hold it by role.

    Two ways to a grant are two queries joined by "union": one condition with "or" would read every product. Needs the
    tenant's scope. One query more for granted categories, which reach those below them.
    """
    if allowed(user, permission):
        return found
    if membership_of(user, current_tenant_id()) is None:
        return found.none()
    ways = list(_ways(user, permission))
    if not ways:
        return found.none()
    if len(ways) == 1:
        return found.filter(ways[0])
    first, *others = (Product.objects.filter(way).order_by().values("pk") for way in ways)
    return found.filter(pk__in=first.union(*others))


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


def _ways(user: Any, permission: str) -> Iterator[Q]:
    products = grants.granted_ids(user, permission, "catalog.Product")
    if products:
        yield Q(pk__any=products)
    suppliers = grants.granted_ids(user, permission, "suppliers.Supplier")
    if suppliers:
        yield Q(Exists(Offer.objects.order_by().filter(product=OuterRef("pk"), supplier_id__any=suppliers)))
    categories = grants.granted_ids(user, permission, "catalog.Category")
    if categories:
        yield Q(category__pk__any=_with_those_below(categories))


def _with_those_below(ids: list[UUID]) -> list[UUID]:
    keys = list(Category.objects.filter(pk__any=ids).values_list("key", flat=True))
    below = Q(pk__any=ids)
    for key in keys:
        below |= Q(key__startswith=f"{key}>")
    return list(Category.objects.filter(below).order_by().values_list("pk", flat=True))
