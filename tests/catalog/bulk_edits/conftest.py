"""Products of one supplier, and the way to change many of them."""

import pytest

from catalog.models import Product
from catalog.services.bulk_edits import Selection, preview_bulk, start_bulk
from tests.factories.catalog import merge, row


@pytest.fixture
def goods(acme, in_tenant):
    """Three products: 10.00 with 5 pieces, 20.00 with none, one without price and stock."""
    merge(
        acme,
        row("A", title="Alpha", price="10.00", stock="5", tags="old", category="Tools"),
        row("B", title="Beta", price="20.00", stock="0", brand="Bosch"),
        row("C", title="Gamma", price=None, stock=None),
    )
    return in_tenant.tenant.pk


@pytest.fixture
def bulk_edit(goods, in_tenant):
    """`bulk_edit("price", how="set", amount="5")`: the act on all products, by the manager."""

    def edit(act, *, by=None, key=None, params=None, **options):
        user = by or in_tenant.manager
        selection = Selection.of_filters(params or {}, tenant_id=goods, user=user)
        return start_bulk(selection, act=act, options=options, by=user, key=key)

    return edit


@pytest.fixture
def foreseen(goods, in_tenant):
    """The preview of the act on all products."""

    def preview(act, *, by=None, params=None, **options):
        selection = Selection.of_filters(params or {}, tenant_id=goods, user=by or in_tenant.manager)
        return preview_bulk(selection, act=act, options=options)

    return preview


@pytest.fixture
def values():
    """`values("price")`: the value of each product by its title."""
    return lambda name: dict(Product.objects.order_by("title").values_list("title", name))
