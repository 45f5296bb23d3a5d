"""Products to measure, and how they were measured."""

import pytest

from catalog.models import ProductCompleteness
from catalog.services import completeness
from tests.factories.catalog import merge, row


@pytest.fixture
def measured(in_tenant):
    """Works off the change log; `measured("Alpha")` is (score, codes of what it lacks) by title."""

    def look(title):
        completeness.follow_changes(in_tenant.tenant.pk)
        rows = ProductCompleteness.objects.filter(product__title=title).values_list("score", "lacking")
        return next(((score, set(lacking)) for score, lacking in rows), None)

    return look


@pytest.fixture
def alpha(acme):
    """A product with title, EAN, price and brand, and nothing else but its supplier."""
    merge(acme, row("A", title="Alpha", gtin="03760001234565", brand="Bosch"))
