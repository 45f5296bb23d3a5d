"""Questions about suppliers; answers are plain values, in batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.forms.models import model_to_dict

from core.access import allowed, require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.degraded import tolerated
from core.errors import NotFound
from suppliers.models import Supplier

READ = "read:suppliers"


@dataclass(frozen=True)
class SupplierFacts:
    """What other apps may know of a supplier."""

    id: UUID
    code: str
    name: str
    email: str
    country: str
    currency: str
    priority: int
    is_active: bool


def suppliers_by_id(ids: Iterable[UUID]) -> dict[UUID, SupplierFacts]:
    """Facts of the suppliers with these ids in the current tenant; unknown ids are absent. One query.

    A page that shows names only goes on without them while db_suppliers is away.
    """
    wanted = Supplier.objects.filter(pk__in=set(ids))
    return tolerated(lambda: {supplier.id: _facts(supplier) for supplier in wanted}, otherwise={})


def all_suppliers(*, seen_by: Any = None, permission: str = READ) -> list[SupplierFacts]:
    """Every active supplier of the current tenant, by name: for choices in forms; none on a page while it is away.

    With `seen_by` those on whom the person holds the permission.
    """
    active = _seen(Supplier.objects.filter(is_active=True), seen_by, permission)
    return tolerated(lambda: [_facts(supplier) for supplier in active], otherwise=[])


def supplier_list(
    *, search: str = "", active: bool | None = None, seen_by: Any = None, sort: str = "name", **cut: Any
) -> ListPage[SupplierFacts]:
    """Suppliers of the current tenant, found by a part of code, name or e-mail; `seen_by` sees them. Two queries.

    `sort` and `cut` (page, per_page, after) as `core.cutting.list_page` takes them.
    """
    found = _seen(Supplier.objects.all(), seen_by, READ)
    if search:
        found = found.filter(Q(code__icontains=search) | Q(name__icontains=search) | Q(email__icontains=search))
    if active is not None:
        found = found.filter(is_active=active)
    return list_page(found, _facts, sort=sort, **cut)


def supplier(supplier_id: UUID) -> SupplierFacts:
    """One supplier of the current tenant; raises NotFound."""
    return _facts(_supplier_row(pk=supplier_id))


def require_supplier(user: Any, permission: str, supplier_id: UUID) -> None:
    """Raise PermissionRefused unless the person holds the permission on the supplier, NotFound for an unknown one.

    No query for those who hold it by role.
    """
    if not allowed(user, permission):
        require(user, permission, _supplier_row(pk=supplier_id))


def supplier_values(supplier_id: UUID) -> dict[str, Any]:
    """Everything a person can write down about a supplier, by field name; raises NotFound. One query."""
    return model_to_dict(_supplier_row(pk=supplier_id))


def supplier_by_code(code: str) -> SupplierFacts:
    """The supplier with this code in the current tenant; raises NotFound."""
    return _facts(_supplier_row(code__iexact=code))


def priorities(tenant_id: UUID) -> dict[UUID, int]:
    """Priority of every supplier of the tenant: when several give a value, the lowest number wins. One query."""
    return dict(Supplier.objects.filter(tenant_id=tenant_id).values_list("pk", "priority"))


def supplier_counts() -> dict[str, int]:
    """`total` and `active` suppliers of the current tenant. One query."""
    return Supplier.objects.aggregate(total=Count("pk"), active=Count("pk", filter=Q(is_active=True)))


def _seen(found: QuerySet[Supplier], user: Any, permission: str) -> QuerySet[Supplier]:
    return found if user is None else visible(found, user, permission)


def _supplier_row(**criteria: Any) -> Supplier:
    row = Supplier.objects.filter(**criteria).first()
    if row is None:
        raise NotFound(code="SUPPLIER_NOT_FOUND")
    return row


def _facts(row: Supplier) -> SupplierFacts:
    return SupplierFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        email=row.email,
        country=row.country,
        currency=row.currency,
        priority=row.priority,
        is_active=row.is_active,
    )
