"""The plain values that the catalogue's selectors answer with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class ProductRow:
    """A product in a list."""

    id: UUID
    gtin: str | None
    sku: str | None
    title: str | None
    brand: str | None
    mpn: str | None
    category: str | None
    price: Decimal | None
    currency: str | None
    stock: int | None
    status: str
    image_url: str | None
    offer_count: int
    created_at: datetime
    updated_at: datetime
    kind: str = "simple"
    asin: str | None = None
    weight: Decimal | None = None
    tags: tuple[str, ...] = ()
    version: int = 1
    completeness: int | None = None
    sort_title: str = ""


@dataclass(frozen=True)
class ProductPage:
    """A page of products; `total` is exact up to a limit, beyond it an estimate (`total_is_exact` False).

    `after` is the cursor of the next page, None on the last one; `before` that of the page before, None on the first.
    """

    items: list[ProductRow]
    total: int
    total_is_exact: bool
    page: int
    per_page: int
    after: str | None = None
    before: str | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether the total is not exact."""
        return not self.total_is_exact

    @property
    def pages(self) -> int:
        """How many pages there are, as far as is known."""
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True)
class Badge:
    """Where a value comes from: `kind` is "offer", "manual", "rule", "ai", "kept" (no source gives it) or "none"."""

    kind: str
    supplier_id: UUID | None = None
    supplier_name: str = ""
    label: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class FieldValue:
    """A golden value as people see it, with its origin; `conflict`: the winning source says something else."""

    name: str
    label: str
    value: Any
    badge: Badge
    locked: bool = False
    conflict: bool = False


@dataclass(frozen=True)
class OfferFacts:
    """What one supplier says; `values` by field, `extra` the named values, `raw` the row as it came (JSON)."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    supplier_code: str
    priority: int
    key: str
    supplier_sku: str | None
    values: dict[str, Any]
    extra: dict[str, str]
    raw: str | None
    first_seen_at: datetime
    changed_at: datetime
    changed_run_id: UUID
    missing_since: datetime | None = None


@dataclass(frozen=True)
class PriceFacts:
    """A further price of a product."""

    kind: str
    currency: str
    amount: Decimal
    min_quantity: int
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class StockFacts:
    """A product's stock in one warehouse."""

    warehouse: str
    quantity: int | None
    reserved: int
    min_stock: int | None = None

    @property
    def available(self) -> int:
        """What can still be sold."""
        return (self.quantity or 0) - self.reserved


@dataclass(frozen=True)
class ProductDetail:
    """A product with everything known about it."""

    id: UUID
    title: str
    status: str
    version: int
    fields: list[FieldValue]
    offers: list[OfferFacts]
    attributes: dict[str, str]
    prices: list[PriceFacts]
    stocks: list[StockFacts]
    images: list[str]
    created_at: datetime
    updated_at: datetime
    status_locked: bool = False
    kind: str = "simple"

    def value(self, name: str) -> Any:
        """The golden value of a field."""
        return next((field.value for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class SourceValue:
    """What one offer says about a field; `wins` marks the one the order of suppliers picks."""

    supplier_id: UUID
    supplier_name: str
    priority: int
    value: Any
    at: datetime
    wins: bool = False


@dataclass(frozen=True)
class Explanation:
    """Why a field has its value: `reason` is a stable code, `sources` all that say something, best first."""

    name: str
    label: str
    value: Any
    reason: str
    badge: Badge
    locked: bool
    conflict: bool
    sources: list[SourceValue] = field(default_factory=list)


@dataclass(frozen=True)
class FieldChange:
    """One changed field; `old` and `new` as people see them (names instead of ids)."""

    name: str
    label: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ChangeFacts:
    """One entry of the change log."""

    seq: int
    product_id: UUID
    product_title: str
    kind: str
    actor_kind: str
    actor_id: UUID | None
    actor_label: str
    run_id: UUID | None
    at: datetime
    fields: list[FieldChange]


@dataclass(frozen=True)
class ChangePage:
    """A page of the change log."""

    items: list[ChangeFacts]
    total: int
    page: int
    per_page: int


@dataclass(frozen=True)
class KeptField:
    """A field that an undo left alone; `name` "*" is the whole product."""

    product_id: UUID
    product_title: str
    name: str
    label: str
    run_value: Any
    current_value: Any
    changed_by_kind: str
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True)
class KeptPage:
    """A page of what an undo kept."""

    items: list[KeptField]
    total: int
    page: int
    per_page: int


@dataclass(frozen=True)
class CatalogStatistics:
    """Counts of a tenant's products (without those in the trash)."""

    total: int
    active: int
    with_gtin: int
    with_image: int
    in_stock: int
    without_price: int
    offers: int
    in_trash: int

    @property
    def without_gtin(self) -> int:
        """Products that no code identifies."""
        return self.total - self.with_gtin

    @property
    def out_of_stock(self) -> int:
        """Products that cannot be sold now."""
        return self.total - self.in_stock
