"""The back office: people are added there, and every list opens."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from core.audit import RECORDED
from core.databases import atomic
from core.events import Event, outbox_of, publish
from core.models import User
from tests.factories.people import UserFactory

LISTS = sorted(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry)


@pytest.fixture
def staff(client, people):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens(staff, name):
    assert staff.get(reverse(name)).status_code == 200


def test_a_user_is_added_by_address_and_password(staff):
    address = reverse("admin:core_user_add")
    assert staff.get(address).status_code == 200
    values = {"email": "Neu@Example.org", "name": "Neu", "password1": "A-long-enough-1", "password2": "A-long-enough-1"}
    inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    answer = staff.post(address, {**values, **inline, "usable_password": "true"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    user = User.objects.get(email="neu@example.org")
    assert user.check_password("A-long-enough-1")
    assert staff.get(reverse("admin:core_user_change", args=[user.pk])).status_code == 200


def test_people_without_the_right_stay_outside(client, people):
    client.force_login(people.admin)
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_given_up_event_is_delivered_again_from_the_back_office(client, people):
    with atomic("suppliers"):
        publish("suppliers", Event("tests.given_up", people.tenant.pk, people.tenant.pk))
    outbox = outbox_of("suppliers").objects
    outbox.update(failed_at=timezone.now(), attempts=6)
    chosen = {"action": "deliver_again", "_selected_action": [outbox.get().pk]}
    address = reverse("admin:suppliers_outboxevent_changelist")
    people.manager.is_staff = people.admin.is_staff = people.admin.is_superuser = True
    people.manager.save()
    people.admin.save()
    client.force_login(people.manager)
    assert client.post(address, chosen).status_code == 403
    assert outbox.get(kind="tests.given_up").failed_at is not None
    client.force_login(people.admin)
    assert client.post(address, chosen).status_code == 302
    event = outbox.get(kind="tests.given_up")
    assert (event.failed_at, event.attempts) == (None, 0)
    act = outbox.get(kind=RECORDED).payload
    assert (act["code"], act["details"]["count"], act["actor"]["name"]) == ("events.redelivered", 1, people.admin.email)
