"""Prices by kind, quantity and days; stocks by warehouse; what a price leaves."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.amounts import PriceKey, chosen, margin, to_pay
from catalog.errors import FieldLocked, PricesOverlap, ProductChanged, ProductNotFound, UnfitValue, UnknownField
from catalog.models import Change, Price, Stock
from catalog.selectors.amounts import active_prices, price_table, stock_table
from catalog.services import edit_product, lock_field
from catalog.services.amounts import change_prices, change_stocks, named_price, price_key
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NAMES = [
    "EUR",
    "EUR/wholesale",
    "EUR/sale/10",
    "EUR/sale/1/2026-01-01",
    "USD/list/5/2026-01-01/2026-01-31",
    "EUR/sale/1//2026-02-01",
]


@pytest.fixture
def product(acme, only_product):
    merge(acme, row(price="120", cost="50", vat_rate="20"))
    return only_product()


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.admin}


def amounts(**named):
    return {
        PriceKey.parse(name.replace("__", "/")): None if value is None else Decimal(value)
        for name, value in named.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_a_price_is_read_as_it_is_written(name):
    assert PriceKey.parse(name).text == PriceKey.parse(f"price:{name}").text == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "eur",
        "EUR/",
        "EUR/sale",
        "EUR/sale/1",
        "EUR/rent",
        "EUR/sale/0/2026-01-01",
        "EUR/sale/1/2026-13-01",
        "EUR/list/1/2026-02-01/2026-01-01",
    ],
)
def test_other_texts_name_no_price(name):
    with pytest.raises(UnfitValue):
        named_price(name)


def test_the_price_that_counts():
    base, ten = PriceKey("EUR"), PriceKey("EUR", min_quantity=10)
    january, later = PriceKey("EUR", valid_from=JAN, valid_until=FEB), PriceKey("EUR", valid_from=FEB)
    prices = {base: Decimal(10), ten: Decimal(8), january: Decimal(9), later: Decimal(7)}

    def at(day, quantity=1):
        return chosen(prices, currency="EUR", kind="sale", quantity=quantity, day=day)

    assert [at(date(2025, 12, 31)), at(JAN), at(FEB), at(MAR)] == [base, january, later, later]
    assert at(JAN, 12) == ten
    assert chosen(prices, currency="USD", kind="sale", quantity=1, day=JAN) is None


def test_a_promotion_counts_while_it_is_lower():
    sale, promotion = PriceKey("EUR"), PriceKey("EUR", "promotion", 1, JAN, FEB)
    prices = {sale: Decimal(10), promotion: Decimal(8)}
    options = {"currency": "EUR", "quantity": 1}
    assert to_pay(prices, day=JAN, **options) == promotion
    assert to_pay(prices, day=MAR, **options) == sale
    assert to_pay({**prices, promotion: Decimal(12)}, day=JAN, **options) == sale
    assert to_pay({promotion: Decimal(12)}, day=JAN, **options) == promotion


def test_a_margin_is_what_is_left_without_vat():
    left = margin(Decimal(120), Decimal(50), vat_rate=Decimal(20))
    assert (left.net, left.amount, left.percent) == (Decimal("100.00"), Decimal("50.00"), Decimal("50.0"))
    assert margin(Decimal(120), None, vat_rate=None) is None
    assert margin(Decimal(0), Decimal(1), vat_rate=None).percent is None


def test_prices_are_rows_or_the_fields_of_the_product(product, who):
    wanted = amounts(EUR="96", EUR__wholesale__10="80", USD="130", EUR__promotion="90")
    version = change_prices(product.pk, amounts=wanted, version=1, **who)
    product.refresh_from_db()
    assert (version, product.version) == (2, 2)
    assert (product.price, product.price_promo, product.provenance["price"]["kind"]) == (96, 90, "manual")
    assert set(Price.objects.values_list("kind", "currency", "min_quantity", "amount")) == {
        ("wholesale", "EUR", 10, 80),
        ("sale", "USD", 1, 130),
    }
    assert Change.objects.latest("seq").new == {
        "price": "96", "price_promo": "90", "price:EUR/wholesale/10": "80", "price:USD": "130",
    }  # fmt: skip


def test_the_table_has_margins_and_marks_what_counts(product, who):
    change_prices(product.pk, amounts=amounts(EUR__wholesale__10="84"), **who)
    change_prices(product.pk, amounts={PriceKey("EUR", "promotion", 1, JAN, JAN): Decimal(96)}, **who)
    table = price_table(product.pk, tenant_id=who["tenant_id"], on=JAN)
    shown = {line.key.text: line for line in table.lines}
    assert shown["EUR"].margin.amount == 50
    assert shown["EUR/wholesale/10"].margin.percent == Decimal("28.6")
    assert shown["EUR/purchase"].margin is None
    assert (table.active.amount, table.active.margin.amount) == (96, 30)
    later = price_table(product.pk, tenant_id=who["tenant_id"], on=FEB)
    assert later.active.amount == 120
    assert [line.is_valid for line in later.lines if line.key.is_dated] == [False]
    found = active_prices([product.pk], tenant_id=who["tenant_id"], currency="USD")
    assert found == {}


def test_validity_never_overlaps(product, who):
    first = PriceKey("EUR", "sale", 1, JAN, date(2026, 1, 31))
    change_prices(product.pk, amounts={first: Decimal(100)}, **who)
    with pytest.raises(PricesOverlap) as refusal:
        change_prices(product.pk, amounts={PriceKey("EUR", "sale", 1, date(2026, 1, 31)): Decimal(90)}, **who)
    assert refusal.value.params == {"price": "EUR/sale/1/2026-01-31", "other": first.text}
    change_prices(
        product.pk,
        amounts={PriceKey("EUR", "sale", 1, FEB): Decimal(90), PriceKey("EUR", "sale", 5, JAN): Decimal(80)},
        **who,
    )
    longer = PriceKey("EUR", "sale", 1, JAN, date(2026, 1, 20))
    change_prices(product.pk, amounts={longer: Decimal(70)}, replaced=[first], **who)
    assert set(Price.objects.values_list("valid_until", "amount")) == {(date(2026, 1, 20), 70), (None, 90), (None, 80)}


def test_odd_prices_are_refused(product, who):
    for amount in ("-1", "1.00001", "1e20"):
        with pytest.raises(UnfitValue):
            change_prices(product.pk, amounts=amounts(USD=amount), **who)
    with pytest.raises(UnfitValue):
        price_key(currency="eur", kind="sale", valid_from=FEB, valid_until=JAN)
    with pytest.raises(UnfitValue):
        price_key(currency="euro", kind="sale")
    with pytest.raises(ProductChanged):
        change_prices(product.pk, amounts=amounts(USD="1"), version=7, **who)
    with pytest.raises(ProductNotFound):
        price_table(who["tenant_id"], tenant_id=who["tenant_id"])
    assert not Price.objects.exists()


def test_locked_prices_stay(product, who):
    lock_field(product.pk, field="price", **who)
    with pytest.raises(FieldLocked):
        change_prices(product.pk, amounts=amounts(EUR="1"), **who)


def test_rights_to_prices(product, who, in_tenant):
    change_prices(product.pk, amounts=amounts(USD="5"), **who)
    reader = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.viewer}
    for wanted in (amounts(USD="1"), amounts(USD=None)):
        with pytest.raises(PermissionRefused):
            change_prices(product.pk, amounts=wanted, **reader)
    with pytest.raises(PermissionRefused):
        change_stocks(product.pk, stocks={"Paris": {"quantity": 1}}, **reader)
    assert Price.objects.get().amount == 5
    assert not Stock.objects.exists()


def test_a_product_without_currency_gets_one_with_its_price(acme, only_product, who):
    merge(acme, row(price=None, currency=None))
    change_prices(only_product().pk, amounts=amounts(CHF="7"), **who)
    assert (only_product().price, only_product().currency) == (7, "CHF")


def test_stocks_by_warehouse(product, who):
    stocks = {" Paris  Nord ": {"quantity": 10, "reserved": 3, "min_stock": 8}, "Lyon": {"quantity": 2}}
    change_stocks(product.pk, stocks=stocks, sum_up=True, **who)
    product.refresh_from_db()
    table = stock_table(product.pk, tenant_id=who["tenant_id"])
    assert [(line.warehouse, line.available, line.is_low) for line in table.lines] == [
        ("Lyon", 2, False),
        ("Paris Nord", 7, True),
    ]
    assert (product.stock, table.available, table.differs) == (9, 9, False)
    change_stocks(product.pk, stocks={"Lyon": None, "Paris Nord": {"min_stock": None, "reserved": 0}}, **who)
    assert list(Stock.objects.values_list("warehouse", "quantity", "reserved", "min_stock")) == [
        ("Paris Nord", 10, 0, None)
    ]
    assert stock_table(product.pk, tenant_id=who["tenant_id"]).differs


@pytest.mark.parametrize(
    ("warehouse", "values"),
    [
        (" ", {"quantity": 1}),
        ("x" * 101, {"quantity": 1}),
        ("Paris", {"reserved": -1}),
        ("Paris", {"quantity": 10**10}),
    ],
)
def test_odd_stocks_are_refused(product, who, warehouse, values):
    with pytest.raises(UnfitValue):
        change_stocks(product.pk, stocks={warehouse: values}, **who)
    assert not Stock.objects.exists()


def test_an_import_keeps_what_a_person_wrote(acme, only_product, who):
    merge(acme, row(**{"price:USD": "5", "stock:Paris": "3"}))
    product = only_product()
    change_prices(product.pk, amounts=amounts(USD="6"), **who)
    change_stocks(product.pk, stocks={"Paris": {"min_stock": 2}}, **who)
    merge(acme, row(**{"price:USD": "7", "stock:Paris": "4"}))
    assert Price.objects.get().amount == 6
    assert list(Stock.objects.values_list("quantity", "min_stock")) == [(4, 2)]
    edit_product(product.pk, values={"price:USD": "8"}, **who)
    assert Price.objects.get().amount == 8


@pytest.mark.parametrize(
    "name", ["price:EUR/sale/1/2026-01-01", "price:EUR/sale/1", "price:euro", f"bundle:{'0' * 32}"]
)
def test_names_with_rules_of_their_own_are_no_plain_values(product, who, name):
    with pytest.raises(UnknownField):
        edit_product(product.pk, values={name: "1"}, **who)
    assert Change.objects.count() == 1
