"""What a Super Admin writes in the back office stands in the audit trail, without secrets."""

import pytest
from django.urls import reverse

from core.audit import RECORDED
from core.models import OutboxEvent, Tenant, User
from tests.factories.people import TenantFactory, UserFactory


@pytest.fixture
def boss(client, people):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def acts():
    told = [event.payload for event in OutboxEvent.objects.filter(kind=RECORDED).order_by("id")]
    return [act for act in told if act["code"].startswith("backoffice.")]


def inline(name):
    return {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}


def test_added_and_changed(client, boss):
    added = {"email": "neu@example.org", "name": "Neu", "password1": "A-long-enough-1", "password2": "A-long-enough-1"}
    client.post(reverse("admin:core_user_add"), {**added, **inline("memberships"), "usable_password": "true"})
    user = User.objects.get(email="neu@example.org")
    address = reverse("admin:core_user_change", args=[user.pk])
    answer = client.post(address, {"email": user.email, "name": "Neuer", "is_staff": "on", **inline("memberships")})
    assert answer.status_code == 302
    created, changed = acts()
    assert (created["code"], created["subject_id"]) == ("backoffice.added", str(user.pk))
    assert "A-long-enough-1" not in str(created)
    assert (changed["code"], changed["actor"]["user_id"]) == ("backoffice.changed", str(boss.pk))
    assert changed["before"] == {"name": "Neu", "is_active": True, "is_staff": False}
    assert changed["after"] == {"name": "Neuer", "is_active": False, "is_staff": True}


def test_deleted(client, boss):
    tenant = TenantFactory(name="Alte Firma")
    client.post(reverse("admin:core_tenant_delete", args=[tenant.pk]), {"post": "yes"})
    assert not Tenant.objects.filter(pk=tenant.pk).exists()
    (deleted,) = acts()
    assert (deleted["code"], deleted["subject"], deleted["subject_id"]) == (
        "backoffice.deleted",
        "Alte Firma",
        str(tenant.pk),
    )
