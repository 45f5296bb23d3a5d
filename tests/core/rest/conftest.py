"""A small catalogue to try the ground rules on."""

import pytest

from tests.factories.people import People
from tests.factories.products import Delivered, make_catalogue


@pytest.fixture
def delivered(people: People) -> Delivered:
    """Three products; the drill is offered by two suppliers."""
    return make_catalogue(people)
