"""Prices by kind, currency, quantity and validity, and stocks by warehouse, changed by hand."""

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.amounts import FIELD_OF_KIND, PriceKey
from catalog.errors import FieldLocked, PricesOverlap, UnfitValue
from catalog.rights import READ, require_products
from catalog.services.changing import Decision, Held, act_of, change, mark
from core.access import require

_WRITE_PRICES, _DELETE_PRICES, _WRITE = "write:prices", "delete:prices", "write:products"
LARGEST_PRICE = Decimal(10) ** 13
LARGEST_STOCK = 1_000_000_000
LONGEST_WAREHOUSE = 100
# What is known about a warehouse -> how the change log begins its name.
STOCK_VALUES = {"quantity": "stock", "reserved": "reserved", "min_stock": "min_stock"}


def change_prices(
    product_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    amounts: Mapping[PriceKey, Decimal | None],
    replaced: Collection[PriceKey] = (),
    version: int | None = None,
) -> int:
    """Set prices by hand (None removes one); returns the product's version.

    A price in the product's own currency, from one piece and without dates, is the field of the product (`price`,
    `price_promo`, `price_list`, `cost`). `replaced` are the prices that others of `amounts` stand for from now on: they
    go without the right to delete. With `version` a product changed meanwhile is refused. Raises PermissionRefused,
    ProductNotFound, ProductChanged, FieldLocked, PricesOverlap, UnfitValue.
    """
    wanted = {key: _amount(amount) for key, amount in amounts.items()}
    wanted = dict.fromkeys((key for key in replaced if key not in wanted), None) | wanted
    if any(amount is not None for amount in wanted.values()):
        require(user, _WRITE_PRICES, tenant_id=tenant_id)
    if any(amount is None and key not in replaced for key, amount in wanted.items()):
        require(user, _DELETE_PRICES, tenant_id=tenant_id)
    require_products(user, READ, [product_id], tenant_id=tenant_id)

    def decide(product: Held) -> Decision:
        patch = _price_patch(product, wanted)
        _check_overlaps(product, patch)
        return _decided(product, patch, user)

    return change(product_id, decide, act=act_of(tenant_id, user), code="product.prices_changed", version=version)


def change_stocks(
    product_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    stocks: Mapping[str, Mapping[str, int | None] | None],
    sum_up: bool = False,
    version: int | None = None,
) -> int:
    """Set `quantity`, `reserved` and `min_stock` of warehouses by hand (None removes one); returns the version.

    What is not named stays. `sum_up` makes the product's own stock what all its warehouses can sell. Raises
    PermissionRefused, ProductNotFound, ProductChanged, FieldLocked, UnfitValue.
    """
    require_products(user, _WRITE, [product_id], tenant_id=tenant_id)
    wanted: dict[str, str | None] = {}
    for warehouse, values in stocks.items():
        wanted |= _stock_patch(_warehouse(warehouse), values)

    def decide(product: Held) -> Decision:
        patch: dict[str, Any] = dict(wanted)
        if sum_up:
            patch["stock"] = _sellable({**product.values, **wanted})
        return _decided(product, patch, user)

    return change(product_id, decide, act=act_of(tenant_id, user), code="product.stocks_changed", version=version)


def price_key(
    *, currency: str, kind: str, min_quantity: int = 1, valid_from: Any = None, valid_until: Any = None
) -> PriceKey:
    """The price these values mean; raises UnfitValue for values that mean none."""
    key = PriceKey(currency.strip().upper(), kind, min_quantity, valid_from, valid_until)
    if key.is_backwards:
        raise UnfitValue(_("The last day lies before the first: turn them round."), field="valid_until")
    return named_price(key.text)


def named_price(name: str) -> PriceKey:
    """The price of that name ("EUR", "EUR/wholesale/10"); raises UnfitValue."""
    try:
        return PriceKey.parse(name)
    except ValueError as error:
        message = _("“%(name)s” names no price: write currency/kind/quantity/days, such as EUR/wholesale/10.")
        raise UnfitValue(message % {"name": name}, field="currency") from error


def _decided(product: Held, patch: Mapping[str, Any], user: Any) -> Decision:
    """What of the patch is new; nothing that is locked."""
    new = {name: value for name, value in patch.items() if product.values.get(name) != value}
    if locked := sorted(set(new) & set(product.locks)):
        raise FieldLocked(fields=locked)
    return new, product.provenance | {name: mark(user) for name in new}


def _price_patch(product: Held, wanted: Mapping[PriceKey, str | None]) -> dict[str, Any]:
    """What goes comes first, so that a price that is removed and set at once is set."""
    patch: dict[str, Any] = {}
    for key, amount in sorted(wanted.items(), key=lambda pair: pair[1] is not None):
        patch |= _own_field(product, key, amount) or {key.name: amount}
    return patch


def _own_field(product: Held, key: PriceKey, amount: str | None) -> dict[str, Any]:
    """The field of the product that this price is; nothing for a further price. Without any currency it gets one."""
    name, currency = FIELD_OF_KIND.get(key.kind), product.values.get("currency")
    if name is None or key.min_quantity != 1 or key.is_dated or currency not in (None, key.currency):
        return {}
    if key.name in product.values and product.values.get(name) is None:
        return {}
    return {name: amount} if currency or amount is None else {name: amount, "currency": key.currency}


def _check_overlaps(product: Held, patch: Mapping[str, Any]) -> None:
    """Refuse a new price for a time that meets another one of the same kind, currency and quantity."""
    after = {**product.values, **patch}
    keys = [PriceKey.parse(name) for name, value in after.items() if name.startswith("price:") and value is not None]
    new = [key for key in keys if key.is_dated and key.name not in product.values]
    for key in new:
        for other in keys:
            if other != key and key.overlaps(other):
                raise PricesOverlap(price=key.text, other=other.text)


def _stock_patch(warehouse: str, values: Mapping[str, int | None] | None) -> dict[str, str | None]:
    given = dict.fromkeys(STOCK_VALUES) if values is None else values
    patch: dict[str, str | None] = {}
    for name, number in given.items():
        lowest = -LARGEST_STOCK if name == "quantity" else 0
        if number is not None and not lowest <= number <= LARGEST_STOCK:
            message = _("%(number)s pieces in “%(warehouse)s” are not possible: write %(least)s to %(most)s.")
            limits = {"number": number, "warehouse": warehouse, "least": lowest, "most": LARGEST_STOCK}
            raise UnfitValue(message % limits, field=name)
        blank = number is None or (name == "reserved" and number == 0)
        patch[f"{STOCK_VALUES[name]}:{warehouse}"] = None if blank else str(number)
    return patch


def _warehouse(name: str) -> str:
    tidy = " ".join(name.replace("\0", " ").split())
    if not tidy or len(tidy) > LONGEST_WAREHOUSE:
        message = _("“%(name)s” is no name of a warehouse: write 1 to %(most)s characters.")
        raise UnfitValue(message % {"name": name[:LONGEST_WAREHOUSE], "most": LONGEST_WAREHOUSE}, field="warehouse")
    return tidy


def _sellable(values: Mapping[str, Any]) -> int:
    """What the warehouses of these values can sell together."""

    def total(prefix: str) -> int:
        return sum(int(value) for name, value in values.items() if name.startswith(prefix) and value is not None)

    return total("stock:") - total("reserved:")


def _amount(amount: Decimal | None) -> str | None:
    """The canonical text of an amount."""
    if amount is None:
        return None
    try:
        exact = amount.quantize(Decimal("0.0001"))
    except InvalidOperation:
        exact = LARGEST_PRICE
    if exact != amount or not 0 <= exact < LARGEST_PRICE:
        message = _("“%(amount)s” is no price: write a number from 0 with at most four decimals.")
        raise UnfitValue(message % {"amount": amount}, field="amount")
    return f"{exact.normalize():f}"
