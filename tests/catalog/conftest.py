"""Two suppliers of one tenant (`acme` counts before `bulk`); a small catalogue for the tests of pages and API."""

import pytest

from catalog.models import Product
from tests.factories.catalog import supplier
from tests.factories.people import People
from tests.factories.products import Delivered, make_catalogue


@pytest.fixture
def delivered(people: People) -> Delivered:
    """Three products; the drill is offered by two suppliers."""
    return make_catalogue(people)


@pytest.fixture
def acme(in_tenant):
    return supplier(in_tenant.tenant, "ACME", priority=10)


@pytest.fixture
def bulk(in_tenant):
    return supplier(in_tenant.tenant, "BULK", priority=20)


@pytest.fixture
def only_product(in_tenant):
    """Reads the only product of the tenant."""
    return lambda: Product.objects.get()
