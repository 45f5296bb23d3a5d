"""Transactions belong to the database of an app."""

import pytest

from core.databases import after_commit, atomic
from core.fields import RemoteKey
from suppliers.models import Supplier


class Stop(Exception):
    """Raised to roll back."""


@pytest.mark.django_db(transaction=True)
def test_atomic_rolls_back_its_own_database(in_tenant):
    def add_and_stop():
        with atomic("suppliers"):
            Supplier.objects.create(tenant_id=in_tenant.tenant.pk, code="A", name="A")
            raise Stop

    with pytest.raises(Stop):
        add_and_stop()
    assert not Supplier.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_after_commit_waits_for_the_right_transaction(db):
    told = []
    with atomic("suppliers"):
        after_commit("suppliers", lambda: told.append("committed"))
        assert told == []
    assert told == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_after_commit_is_silent_when_rolled_back(db):
    told = []

    def tell_and_stop():
        with atomic("suppliers"):
            after_commit("suppliers", lambda: told.append("committed"))
            raise Stop

    with pytest.raises(Stop):
        tell_and_stop()
    assert told == []


@pytest.mark.parametrize(("owner", "error"), [("catalog.Nothing", "core.E001"), ("suppliers.Source", "core.E002")])
def test_a_remote_key_knows_its_owner(owner, error):
    field = RemoteKey(owner)
    field.set_attributes_from_name("other_id")
    field.model = Supplier
    assert error in [message.id for message in field.check()]


def test_a_remote_key_to_another_app_is_fine():
    field = RemoteKey("core.Tenant")
    field.set_attributes_from_name("other_id")
    field.model = Supplier
    assert field.check() == []
