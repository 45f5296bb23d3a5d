"""Low stock: below, at and above the threshold, and once for each time it is crossed."""

import pytest

from catalog.models import Product
from catalog.services.amounts import change_stocks
from core.configuration import services as settings_services
from core.events import relay
from core.models import Notification
from core.tenancy import every_tenant
from tests.factories.catalog import merge, row, supplier


@pytest.fixture
def acme(people):
    return supplier(people.tenant)


def after(people, acme, *stocks):
    """How many products the manager is told of after each of these stocks of one product."""
    numbers = []
    for stock in stocks:
        before = Notification.objects.filter(user=people.manager).count()
        merge(acme, row("1", stock=str(stock)))
        with every_tenant():
            relay("catalog")
        numbers.append(Notification.objects.filter(user=people.manager).count() - before)
    return numbers


@pytest.mark.parametrize(("stock", "expected"), [(6, 0), (5, 0), (4, 1), (0, 1), (-3, 1)])
def test_a_stock_below_five_is_low(people, acme, stock, expected):
    assert after(people, acme, 9, stock) == [0, expected]


@pytest.mark.parametrize(("stock", "expected"), [(21, 0), (20, 0), (19, 1)])
def test_the_threshold_is_the_organisations(people, acme, stock, expected):
    values = {"catalog.low_stock_threshold": 20}
    settings_services.change(by=people.admin, tenant_id=people.tenant.pk, values=values)
    assert after(people, acme, 30, stock) == [0, expected]


def test_low_stock_is_told_when_it_is_reached_and_not_every_night(people, acme):
    assert after(people, acme, 9, 4, 4, 3, 0, 2) == [0, 1, 0, 0, 0, 0]
    assert after(people, acme, 5, 4) == [0, 1]


def test_a_product_that_begins_with_little_stock_has_not_fallen(people, acme):
    assert after(people, acme, 2, 1) == [0, 0]


def test_a_warehouse_has_a_threshold_of_its_own(people, acme, in_tenant):
    merge(acme, row("1", stock="50", **{"stock:Paris": "20"}))
    product = Product.objects.get()
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    change_stocks(product.pk, stocks={"Paris": {"min_stock": 10}}, **who)
    told = []
    for values in ({"quantity": 12}, {"reserved": 3}, {"quantity": 8}, {"reserved": 0}):
        change_stocks(product.pk, stocks={"Paris": values}, **who)
        with every_tenant():
            relay("catalog")
        told.append(Notification.objects.filter(user=people.manager, kind="low_stock").count())
    assert told == [0, 1, 1, 1]
    assert "(9, Paris)" in Notification.objects.get(user=people.manager, kind="low_stock").params["names"]


def test_the_whole_product_takes_the_thresholds_of_its_warehouses(people, acme, in_tenant):
    merge(acme, row("1", stock="50", **{"stock:Paris": "40"}))
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    change_stocks(Product.objects.get().pk, stocks={"Paris": {"min_stock": 30}}, **who)
    assert after(people, acme, 31, 29) == [0, 1]
