"""Prices and stocks of products: every price with its margin, the one that counts now, what can be sold where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from catalog.amounts import FIELD_OF_KIND, PURCHASE, Margin, PriceKey, chosen, margin, to_pay
from catalog.display import short_amount
from catalog.errors import ProductNotFound
from catalog.models import Price, Product, Stock
from core.configuration import value
from core.tenancy import tenant_scope

_OWN = ("id", "parent_id", "version", "currency", "vat_rate", "stock", *FIELD_OF_KIND.values())
_ROW = ("product_id", "currency", "kind", "min_quantity", "valid_from", "valid_until", "amount")


@dataclass(frozen=True)
class PriceLine:
    """One price; `field` names the product's own field that holds it, `is_inherited` that its model gives it."""

    key: PriceKey
    amount: Decimal
    field: str = ""
    is_inherited: bool = False
    is_valid: bool = True
    counts: bool = False
    margin: Margin | None = None


@dataclass(frozen=True)
class ActivePrice:
    """What one piece costs a customer now when that many are bought."""

    amount: Decimal
    key: PriceKey
    cost: Decimal | None
    margin: Margin | None


@dataclass(frozen=True)
class PriceTable:
    """All prices of a product; `active` for one piece in its own currency."""

    product_id: UUID
    version: int
    currency: str
    vat_rate: Decimal | None
    lines: list[PriceLine]
    active: ActivePrice | None


@dataclass(frozen=True)
class StockLine:
    """The stock in one warehouse; `quantity` None: not known."""

    warehouse: str
    quantity: int | None
    reserved: int
    min_stock: int | None

    @property
    def available(self) -> int:
        """What can be sold."""
        return (self.quantity or 0) - self.reserved

    @property
    def is_low(self) -> bool:
        """Whether less is there than the threshold wants."""
        return self.min_stock is not None and self.available < self.min_stock


@dataclass(frozen=True)
class StockTable:
    """The stock of a product: its own total, and by warehouse."""

    product_id: UUID
    version: int
    stock: int | None
    lines: list[StockLine] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        """What lies in all warehouses."""
        return sum(line.quantity or 0 for line in self.lines)

    @property
    def reserved(self) -> int:
        """What is reserved in all warehouses."""
        return sum(line.reserved for line in self.lines)

    @property
    def available(self) -> int:
        """What can be sold of all warehouses."""
        return self.quantity - self.reserved

    @property
    def differs(self) -> bool:
        """Whether the product's own stock says something else than its warehouses."""
        return bool(self.lines) and self.stock != self.available


def price_table(product_id: UUID, *, tenant_id: UUID, on: date | None = None) -> PriceTable:
    """The prices of a product, those of its model where it has none of a kind. Three queries; raises ProductNotFound.

    Margins count the purchase price of the same currency and quantity, without VAT; `on` is a day (today).
    """
    day = on or today(tenant_id)
    with tenant_scope(tenant_id):
        known = _Known.of([product_id]).get(product_id)
    if known is None:
        raise ProductNotFound(product_id=str(product_id))
    return PriceTable(
        product_id=product_id,
        version=known.version,
        currency=known.currency,
        vat_rate=known.vat_rate,
        lines=sorted(known.lines(day), key=lambda line: _place(line, known.currency)),
        active=known.active(known.currency, 1, day),
    )


def active_prices(
    product_ids: Iterable[UUID],
    *,
    tenant_id: UUID,
    currency: str = "",
    quantity: int = 1,
    on: date | None = None,
) -> dict[UUID, ActivePrice]:
    """What each product costs that day (today) when that many are bought; those without a price are left out.

    Without `currency` each in its own. At most three queries, whatever the number of products.
    """
    day = on or today(tenant_id)
    with tenant_scope(tenant_id):
        known = _Known.of(list(product_ids))
    found = ((pk, each.active(currency or each.currency, quantity, day)) for pk, each in known.items())
    return {pk: active for pk, active in found if active is not None}


def stock_table(product_id: UUID, *, tenant_id: UUID) -> StockTable:
    """The stock of a product by warehouse. Two queries; raises ProductNotFound."""
    with tenant_scope(tenant_id):
        row = Product.objects.filter(pk=product_id).values_list("version", "stock").first()
        if row is None:
            raise ProductNotFound(product_id=str(product_id))
        found = Stock.objects.filter(product_id=product_id).order_by("warehouse")
        lines = [StockLine(*each) for each in found.values_list("warehouse", "quantity", "reserved", "min_stock")]
    return StockTable(product_id, *row, lines)


def today(tenant_id: UUID) -> date:
    """The day it is for the organisation."""
    return datetime.now(ZoneInfo(value("general.time_zone", tenant_id))).date()


@dataclass(frozen=True)
class _Known:
    """The prices of one product: `own`, by the field that holds them or "", and those of its `model`."""

    version: int
    currency: str
    vat_rate: Decimal | None
    own: Mapping[PriceKey, tuple[str, Decimal]]
    model: Mapping[PriceKey, tuple[str, Decimal]]

    @classmethod
    def of(cls, product_ids: list[UUID]) -> "dict[UUID, _Known]":
        rows = {row["id"]: row for row in Product.objects.filter(pk__in=product_ids).values(*_OWN)}
        parents = {row["parent_id"] for row in rows.values()} - {None, *rows}
        above = {row["id"]: row for row in Product.objects.filter(pk__in=parents).values(*_OWN)} if parents else {}
        prices: dict[UUID, dict[PriceKey, tuple[str, Decimal]]] = defaultdict(dict)
        for pk, *key, amount in Price.objects.filter(product_id__in=[*rows, *above]).values_list(*_ROW):
            prices[pk][PriceKey(*key)] = ("", amount)
        known = {**above, **rows}
        return {pk: cls._joined(row, known.get(row["parent_id"]), prices) for pk, row in rows.items()}

    @classmethod
    def _joined(
        cls,
        row: Mapping[str, Any],
        model: Mapping[str, Any] | None,
        prices: Mapping[UUID, Mapping[PriceKey, tuple[str, Decimal]]],
    ) -> "_Known":
        currency = row["currency"] or (model or {}).get("currency") or ""
        own = {**prices.get(row["id"], {}), **_fields(row, currency)}
        above = {**prices.get(model["id"], {}), **_fields(model, model["currency"] or "")} if model else {}
        kinds = {key.kind for key in own}
        inherited = {key: price for key, price in above.items() if key.kind not in kinds}
        vat_rate = row["vat_rate"] if row["vat_rate"] is not None else (model or {}).get("vat_rate")
        shown = None if vat_rate is None else short_amount(vat_rate, places=0)
        return cls(row["version"], currency, shown, own, inherited)

    @property
    def prices(self) -> dict[PriceKey, Decimal]:
        return {key: amount for key, (_field, amount) in {**self.model, **self.own}.items()}

    def lines(self, day: date) -> Iterator[PriceLine]:
        prices = self.prices
        for key, (name, amount) in {**self.model, **self.own}.items():
            counting = chosen(prices, currency=key.currency, kind=key.kind, quantity=key.min_quantity, day=day)
            cost = None if key.kind == PURCHASE else self._cost(key.currency, key.min_quantity, day)
            yield PriceLine(
                key=key,
                amount=amount,
                field=name,
                is_inherited=key not in self.own,
                is_valid=key.is_valid_on(day),
                counts=counting == key,
                margin=margin(amount, cost, vat_rate=self.vat_rate),
            )

    def active(self, currency: str, quantity: int, day: date) -> ActivePrice | None:
        prices = self.prices
        key = to_pay(prices, currency=currency, quantity=quantity, day=day)
        if key is None:
            return None
        cost = self._cost(currency, quantity, day)
        return ActivePrice(prices[key], key, cost, margin(prices[key], cost, vat_rate=self.vat_rate))

    def _cost(self, currency: str, quantity: int, day: date) -> Decimal | None:
        key = chosen(self.prices, currency=currency, kind=PURCHASE, quantity=quantity, day=day)
        return None if key is None else self.prices[key]


def _fields(row: Mapping[str, Any], currency: str) -> dict[PriceKey, tuple[str, Decimal]]:
    """The prices that the product's own fields hold."""
    return {
        PriceKey(currency, kind): (name, row[name]) for kind, name in FIELD_OF_KIND.items() if row[name] is not None
    }


def _place(line: PriceLine, currency: str) -> tuple[Any, ...]:
    kinds = list(Price.Kind.values)
    key = line.key
    return (key.currency != currency, key.currency, kinds.index(key.kind), key.min_quantity, key.valid_from or date.min)
