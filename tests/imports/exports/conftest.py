"""What tests of exports share: a small catalogue, and exports made and done in this process."""

import pytest

from catalog.models import Product
from tests.factories.products import make_catalogue
from tests.imports.exports.making import Exporter


@pytest.fixture
def shop(in_tenant):
    """Two suppliers, three active products."""
    shop = make_catalogue(in_tenant)
    Product.objects.update(status="active")
    return shop


@pytest.fixture
def exporter(in_tenant):
    """Makes exports as the manager, and does their work."""
    return Exporter(in_tenant)
