"""Which organisation a person works in before anybody has chosen one."""

import pytest

from core.models import Membership, User
from core.workspace import Workspace
from tests.factories.people import make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


def superuser():
    return User.objects.create_superuser(email="root@example.org", password="Quiet-River-42")


def test_a_super_admin_begins_in_an_organisation_of_his_own(people, django_assert_num_queries):
    root = superuser()
    Membership.objects.create(tenant=people.tenant, user=root, role="admin")
    workspace = Workspace(user=root, wanted="")
    with django_assert_num_queries(1):
        assert [tenant.name for tenant in workspace.tenants] == ["Autre Maison", "Maison Dupont"]
        assert workspace.tenant == people.tenant
    assert Workspace(user=root, wanted=people.elsewhere.slug).tenant == people.elsewhere


def test_a_super_admin_without_one_begins_in_the_first(people):
    assert Workspace(user=superuser(), wanted="").tenant == people.elsewhere
