"""What a bundle holds: its parts, what they cost together, how many bundles their stock allows."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.bulk import fetch
from catalog.errors import ProductNotFound
from catalog.models import BundleItem, Product
from catalog.selectors.amounts import ActivePrice, active_prices
from core.tenancy import tenant_scope

MOST_SHOWN = 50
# How many pieces of each product without parts of its own one piece of a bundle takes, through bundles in bundles.
_NEEDED = """
WITH RECURSIVE parts AS (
    SELECT b.bundle_id AS top, b.product_id AS id, b.quantity::numeric, ARRAY[b.bundle_id, b.product_id] AS path
      FROM catalog_bundleitem AS b WHERE b.tenant_id = %(tenant_id)s AND b.bundle_id = ANY(%(ids)s)
     UNION ALL
    SELECT p.top, b.product_id, p.quantity * b.quantity, p.path || b.product_id
      FROM catalog_bundleitem AS b JOIN parts AS p ON b.bundle_id = p.id
     WHERE b.tenant_id = %(tenant_id)s AND NOT b.product_id = ANY(p.path) AND cardinality(p.path) < 10
), needed AS (
    SELECT top, id, sum(quantity) AS quantity FROM parts
     WHERE NOT EXISTS (SELECT FROM catalog_bundleitem AS b WHERE b.bundle_id = parts.id) GROUP BY top, id)
SELECT n.top, CASE WHEN count(*) = count(p.stock) THEN min(floor(greatest(p.stock, 0) / n.quantity))::bigint END
  FROM needed AS n JOIN catalog_product AS p ON p.id = n.id AND p.tenant_id = %(tenant_id)s GROUP BY n.top
"""


@dataclass(frozen=True)
class Part:
    """A part of a bundle; `price` is that of one piece, `allows` for how many bundles its stock is enough."""

    id: UUID
    title: str
    sku: str | None
    status: str
    kind: str
    quantity: int
    stock: int | None
    price: Decimal | None
    allows: int | None

    @property
    def total(self) -> Decimal | None:
        """What its pieces cost together."""
        return None if self.price is None else self.price * self.quantity


@dataclass(frozen=True)
class Bundle:
    """A bundle; `price_of_parts` is None while a part has no price in `currency`, `allows` while a stock is unknown."""

    id: UUID
    version: int
    kind: str
    currency: str
    active: ActivePrice | None
    parts: list[Part]
    allows: int | None

    @property
    def price_of_parts(self) -> Decimal | None:
        """What the parts cost when they are bought one by one."""
        prices = [part.total for part in self.parts]
        known = [price for price in prices if price is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(prices) else None

    @property
    def saving(self) -> Decimal | None:
        """How much less the bundle costs than its parts."""
        whole = self.price_of_parts
        return None if whole is None or self.active is None else whole - self.active.amount


@dataclass(frozen=True)
class UsedIn:
    """A bundle that a product is a part of."""

    id: UUID
    title: str
    quantity: int


def bundle_of(product_id: UUID, *, tenant_id: UUID) -> Bundle:
    """The parts of a product; a product without any is a bundle of nothing. Raises ProductNotFound. Eight queries."""
    with tenant_scope(tenant_id):
        row = Product.objects.filter(pk=product_id).values("version", "kind", "currency").first()
        if row is None:
            raise ProductNotFound(product_id=str(product_id))
        found = (
            BundleItem.objects.filter(bundle_id=product_id).select_related("product").order_by("product__title", "pk")
        )
        items = [(item.product, item.quantity) for item in found]
    ids = [product_id, *(part.pk for part, _quantity in items)]
    own = active_prices([product_id], tenant_id=tenant_id).get(product_id)
    currency = (
        row["currency"] or (own.key.currency if own else "") or next((p.currency for p, _q in items if p.currency), "")
    )
    prices = active_prices(ids[1:], tenant_id=tenant_id, currency=currency or "") if items else {}
    allowed = stock_allows(ids, tenant_id=tenant_id) if items else {}
    parts = [_part(part, quantity, prices.get(part.pk), allowed) for part, quantity in items]
    return Bundle(product_id, row["version"], row["kind"], currency or "", own, parts, allowed.get(product_id))


def stock_allows(product_ids: list[UUID], *, tenant_id: UUID) -> dict[UUID, int | None]:
    """How many of each bundle the stock of its parts allows, None where one is unknown; other products are left out."""
    return dict(fetch(_NEEDED, {"tenant_id": tenant_id, "ids": product_ids}))


def bundles_with(product_id: UUID, *, tenant_id: UUID) -> list[UsedIn]:
    """The first bundles that hold the product. One query."""
    with tenant_scope(tenant_id):
        found = BundleItem.objects.filter(product_id=product_id).order_by("bundle__title", "pk")
        rows = found.values_list("bundle_id", "bundle__title", "quantity")[:MOST_SHOWN]
        return [UsedIn(pk, title or "", quantity) for pk, title, quantity in rows]


def _part(product: Product, quantity: int, price: ActivePrice | None, allowed: dict[UUID, int | None]) -> Part:
    stock = allowed.get(product.pk, product.stock)
    return Part(
        id=product.pk,
        title=product.title or "",
        sku=product.sku,
        status=product.status,
        kind=product.kind,
        quantity=quantity,
        stock=stock,
        price=price.amount if price else None,
        allows=None if stock is None else max(stock, 0) // quantity,
    )
