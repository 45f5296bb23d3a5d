"""A request asks the database at most twice for rights."""

import pytest
from django.urls import reverse

from core.access import allowed, grants
from core.access.permissions import CODES
from core.models import User
from core.tenancy import tenant_scope
from tests.factories.people import member
from tests.factories.products import make_catalogue
from tests.queries import counted_queries

ABOUT_RIGHTS = ("core_membership", "core_usergrant", "core_customrole", "auth_permission", "django_content_type")


def about_rights(queries):
    return [sql for sql in queries.by_alias["default"] if any(f'FROM "{table}"' in sql for table in ABOUT_RIGHTS)]


@pytest.fixture
def catalogue(people):
    return make_catalogue(people)


@pytest.fixture
def guest(people, catalogue):
    """Somebody without a role, but with grants."""
    user = member(people.tenant, "")
    with tenant_scope(people.tenant.pk):
        from catalog.models import Product

        for product in Product.objects.all():
            grants.grant(user, ["read:products", "write:products"], product)
    return user


@pytest.mark.parametrize(("person", "most"), [("manager", 1), ("viewer", 1), ("guest", 2)])
def test_pages_and_api_ask_at_most_twice(client, api, people, catalogue, guest, person, most):
    user = guest if person == "guest" else getattr(people, person)
    client.force_login(user)
    api.force_login(user)
    addresses = [
        (client, reverse("catalog:products")),
        (client, reverse("catalog:product", args=[catalogue.drill])),
        (api, "/api/v1/products"),
        (api, f"/api/v1/products/{catalogue.drill}"),
    ]
    for caller, address in addresses:
        caller.get(address)  # content types are cached once per process
        with counted_queries() as queries:
            assert caller.get(address).status_code == 200
        assert len(about_rights(queries)) <= most, (address, about_rights(queries))


def test_all_questions_of_a_request_cost_one_query_together(people):
    user = User.objects.get(pk=people.viewer.pk)
    with counted_queries() as queries, tenant_scope(people.tenant.pk):
        answers = [allowed(user, code) for code in CODES]
    assert (sum(answers), queries.total) == (17, 1)


def test_a_new_grant_counts_although_there_were_none(people, catalogue):
    user = User.objects.get(pk=people.viewer.pk)
    with tenant_scope(people.tenant.pk):
        from catalog.models import Product

        drill = Product.objects.get(pk=catalogue.drill)
        assert not allowed(user, "write:products", drill)
        grants.grant(user, ["write:products"], drill)
        assert allowed(user, "write:products", drill)
