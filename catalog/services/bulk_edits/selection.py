"""Which products a bulk edit is for: those named one by one, or all that filters leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from catalog.models import Product
from catalog.rights import visible_products
from catalog.selectors import ProductFilters, product_count, product_ids
from catalog.selectors.filters import filters_to_act_on
from core.access import allowed
from core.tenancy import tenant_scope

STATUSES = tuple(Product.Status.values)


@dataclass(frozen=True)
class Selection:
    """Products by their ids, or by filters, as `user` sees them; without a user all of them."""

    tenant_id: UUID
    filters: ProductFilters
    user: Any = None

    @classmethod
    def of_ids(cls, ids: Sequence[UUID], *, tenant_id: UUID, user: Any) -> "Selection":
        """These products, whatever their status."""
        filters = ProductFilters(ids=tuple(dict.fromkeys(ids)), statuses=STATUSES, seen_by=user)
        return cls(tenant_id, filters, user)

    @classmethod
    def of_filters(cls, params: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> "Selection":
        """All products that these filters leave (see `filters_to_act_on`); raises InvalidInput."""
        return cls(tenant_id, filters_to_act_on(params, seen_by=user), user)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> "Selection":
        """The selection as the row of a job keeps it."""
        if "ids" in saved:
            return cls.of_ids([UUID(pk) for pk in saved["ids"]], tenant_id=tenant_id, user=user)
        return cls.of_filters(saved["filters"], tenant_id=tenant_id, user=user)

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        if self.filters.ids is not None and self.filters.statuses == STATUSES:
            return {"ids": [str(pk) for pk in self.filters.ids]}
        return {"filters": self.filters.as_params()}

    def count(self, *, most: int) -> tuple[int, bool]:
        """How many products, and whether that is exact: up to `most` it is."""
        return product_count(self.tenant_id, self.filters, most=most)

    def parts(self, size: int, *, after: UUID | None = None) -> Iterator[list[UUID]]:
        """The products in the order of their ids, in parts; `after` goes on behind that one."""
        while ids := product_ids(self.tenant_id, self.filters, after=after, size=size):
            yield ids
            after = ids[-1]

    def writable(self, ids: list[UUID], permission: str) -> list[UUID]:
        """Those of these products on which the user holds the permission."""
        if self.user is None or allowed(self.user, permission, tenant_id=self.tenant_id):
            return ids
        with tenant_scope(self.tenant_id):
            held = visible_products(Product.objects.filter(pk__any=ids), self.user, permission)
            return list(held.order_by("pk").values_list("pk", flat=True))

    def of_status(self, status: str) -> "Selection":
        """Only those that have this status."""
        return replace(self, filters=replace(self.filters, statuses=(status,)))
