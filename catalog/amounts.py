"""Prices: their names (currency, kind, quantity, validity), which one counts, what it leaves. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PREFIX = "price:"
SALE = "sale"
PROMOTION, PURCHASE = "promotion", "purchase"
KINDS = (SALE, PROMOTION, "list", "wholesale", PURCHASE)
# The fields of a product that are prices in its own currency, from one piece, without an end.
FIELD_OF_KIND = {SALE: "price", PROMOTION: "price_promo", "list": "price_list", PURCHASE: "cost"}
_CENTS = Decimal("0.01")
_SHAPE = re.compile(r"[A-Z]{3}(/[a-z]+(/\d{1,9}(/(\d{4}-\d\d-\d\d)?(/\d{4}-\d\d-\d\d)?)?)?)?")


@dataclass(frozen=True, order=True)
class PriceKey:
    """Which price of a product is meant; the first and the last day of its validity both count.

    Its text is that of the change log: "EUR" is the sale price from one piece, "EUR/wholesale/10" the wholesale price
    from ten, "EUR/sale/1/2026-01-01/2026-01-31" the sale price of January. What stands at the end and says nothing is
    left out.
    """

    currency: str
    kind: str = SALE
    min_quantity: int = 1
    valid_from: date | None = None
    valid_until: date | None = None

    @classmethod
    def parse(cls, text: str) -> "PriceKey":
        """The price of that name, with or without "price:"; raises ValueError for any other text."""
        name = text.removeprefix(PREFIX)
        if not _SHAPE.fullmatch(name):
            raise ValueError(text)
        currency, kind, quantity, first, last = [*name.split("/"), "", "", "", ""][:5]
        found = cls(currency, kind or SALE, int(quantity or 1), _day(first), _day(last))
        if found.text != name or found.kind not in KINDS or found.min_quantity < 1 or found.is_backwards:
            raise ValueError(text)
        return found

    @property
    def text(self) -> str:
        """The name without "price:"."""
        first, last = (day.isoformat() if day else "" for day in (self.valid_from, self.valid_until))
        if first or last:
            return f"{self.currency}/{self.kind}/{self.min_quantity}/{first}/{last}".rstrip("/")
        if self.min_quantity != 1:
            return f"{self.currency}/{self.kind}/{self.min_quantity}"
        return self.currency if self.kind == SALE else f"{self.currency}/{self.kind}"

    @property
    def name(self) -> str:
        """The name in the change log."""
        return f"{PREFIX}{self.text}"

    @property
    def is_dated(self) -> bool:
        """Whether it is valid for a time only."""
        return bool(self.valid_from or self.valid_until)

    @property
    def is_backwards(self) -> bool:
        """Whether it would end before it begins."""
        return bool(self.valid_from and self.valid_until and self.valid_until < self.valid_from)

    def is_valid_on(self, day: date) -> bool:
        """Whether the day lies in its validity."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)

    def overlaps(self, other: "PriceKey") -> bool:
        """Whether both are for a time, and on some day either could be meant. A price without dates is for the rest."""
        same = (self.currency, self.kind, self.min_quantity) == (other.currency, other.kind, other.min_quantity)
        if not same or not (self.is_dated and other.is_dated):
            return False
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_until or date.max, other.valid_until or date.max)


Prices = Mapping[PriceKey, Decimal]


@dataclass(frozen=True)
class Margin:
    """What a price leaves: `net` is the price without VAT, `amount` what is left of it, `percent` the share."""

    net: Decimal
    amount: Decimal
    percent: Decimal | None


def chosen(prices: Prices, *, currency: str, kind: str, quantity: int, day: date) -> PriceKey | None:
    """The price of a kind that counts on that day for that many pieces.

    The highest quantity that is reached comes first, then a price for a time before one without an end, then the one
    that began last and, of these, the one that ends first.
    """
    fitting = [
        key
        for key in prices
        if (key.currency, key.kind) == (currency, kind) and key.min_quantity <= quantity and key.is_valid_on(day)
    ]
    return max(fitting, key=_rank, default=None)


def to_pay(prices: Prices, *, currency: str, quantity: int, day: date) -> PriceKey | None:
    """What a customer pays: the sale price, or the promotion price that counts when it is lower."""
    sale, promotion = (
        chosen(prices, currency=currency, kind=kind, quantity=quantity, day=day) for kind in (SALE, PROMOTION)
    )
    if sale is None or (promotion is not None and prices[promotion] < prices[sale]):
        return promotion
    return sale


def margin(price: Decimal, cost: Decimal | None, *, vat_rate: Decimal | None) -> Margin | None:
    """What is left of a price with VAT after the cost (without VAT), to the cent; None without a cost."""
    if cost is None:
        return None
    net = price / (1 + (vat_rate or Decimal(0)) / 100)
    left = net - cost
    share = (left / net * 100).quantize(Decimal("0.1")) if net else None
    return Margin(net.quantize(_CENTS), left.quantize(_CENTS), share)


def _rank(key: PriceKey) -> tuple[int, bool, date, int]:
    ends = (key.valid_until or date.max).toordinal()
    return key.min_quantity, key.is_dated, key.valid_from or date.min, -ends


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
