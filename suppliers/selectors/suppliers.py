"""Questions about suppliers; answers are plain values, in batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms.models import model_to_dict

from core.access import allowed, require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.degraded import tolerated
from core.errors import NotFound
from suppliers.folding import fold, folded
from suppliers.models import Source, Supplier
from suppliers.selectors.automation import automatic

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


@dataclass(frozen=True)
class SupplierFilters:
    """What the list of suppliers can be narrowed by; empty fields do not narrow."""

    search: str = ""
    active: bool | None = None
    country: str = ""
    automated: bool | None = None
    # Whose list it is: without the right by role it holds only what is granted. None: everything.
    seen_by: Any = None


def supplier_list(filters: SupplierFilters, *, sort: str = "name", **cut: Any) -> ListPage[SupplierFacts]:
    """Suppliers of the current tenant, found by a part of code, name or e-mail, accents and case aside. Two queries.

    `sort` and `cut` (page, per_page, after) as `core.cutting.list_page` takes them.
    """
    return list_page(_narrowed(filters), _facts, sort=sort, **cut)


def supplier_ids(filters: SupplierFilters) -> list[UUID]:
    """The ids of the suppliers that the filters leave, by name. One query."""
    return list(_narrowed(filters).order_by("name", "pk").values_list("pk", flat=True))


def supplier_ranking(ids: list[UUID], *, page: int, per_page: int) -> ListPage[SupplierFacts]:
    """The page of suppliers that an app above has put in order. One query."""
    wanted = ids[(page - 1) * per_page : page * per_page]
    rows = {row.pk: row for row in Supplier.objects.filter(pk__in=wanted)}
    return ListPage([_facts(rows[key]) for key in wanted if key in rows], len(ids), page, per_page)


def supplier_countries() -> list[str]:
    """The countries of the suppliers of the current tenant. One query."""
    return sorted(set(Supplier.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()))


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
    ranks = Supplier.objects.filter(tenant_id=tenant_id).values_list("pk", "priority")
    return tolerated(lambda: dict(ranks), otherwise={})


def supplier_counts() -> dict[str, int]:
    """`total` and `active` suppliers of the current tenant. One query."""
    return Supplier.objects.aggregate(total=Count("pk"), active=Count("pk", filter=Q(is_active=True)))


def _narrowed(filters: SupplierFilters) -> QuerySet[Supplier]:
    found = _seen(Supplier.objects.all(), filters.seen_by, READ)
    if filters.search:
        found = found.alias(text=folded("code", "name", "email")).filter(text__contains=fold(filters.search))
    if filters.active is not None:
        found = found.filter(is_active=filters.active)
    if filters.country:
        found = found.filter(country=filters.country)
    if filters.automated is not None:
        by_itself = Exists(Source.objects.filter(automatic(), supplier=OuterRef("pk")))
        found = found.filter(by_itself if filters.automated else ~by_itself)
    return found


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
