"""Pages of API keys."""

import re

import pytest
from django.urls import reverse

from core.apikeys import services
from core.models import ApiKey

FORM = {"name": "Warehouse", "mode": "live", "scopes": ["read:products"], "networks": "", "overlap_hours": "0"}


@pytest.fixture
def admin(client, people):
    client.force_login(people.admin)
    return client


@pytest.fixture
def key(people):
    return services.create_key(
        by=people.admin, tenant_id=people.tenant.pk, name="Till", scopes=["read:products", "read:prices"]
    )


def test_a_key_is_made_and_shown_once(admin):
    answer = admin.post(reverse("api-keys:add"), FORM)
    secret = re.search(r"pm_live_[0-9a-f]{64}", answer.content.decode()).group()
    assert services.key_behind(secret, address="127.0.0.1").name == "Warehouse"
    assert answer["Cache-Control"] == "no-store"
    page = admin.get(reverse("api-keys:key", args=[ApiKey.objects.get().pk])).content.decode()
    assert secret not in page
    assert secret[:14] in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"scopes": []}, "required"),
        ({"networks": "here"}, "here is no address"),
        ({"expires_at": "2020-01-01T00:00"}, "in the past"),
    ],
)
def test_wrong_input_is_told_beside_its_field(admin, wrong, sentence):
    answer = admin.post(reverse("api-keys:add"), {**FORM, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_the_list_names_keys_and_their_state(admin, key):
    assert "Till" in admin.get(reverse("api-keys:keys")).content.decode()
    admin.post(reverse("api-keys:switch", args=[key.id]), {"active": "no"})
    assert "Switched off" in admin.get(reverse("api-keys:keys")).content.decode()
    assert ApiKey.objects.get().is_active is False


def test_a_key_is_changed(admin, key):
    answer = admin.post(reverse("api-keys:edit", args=[key.id]), {**FORM, "networks": "203.0.113.7\n"})
    assert answer.status_code == 302
    assert ApiKey.objects.get().networks == ["203.0.113.7/32"]
    assert "203.0.113.7/32" in admin.get(reverse("api-keys:edit", args=[key.id])).content.decode()


def test_a_new_secret_is_shown_once(admin, key):
    answer = admin.post(reverse("api-keys:rotate", args=[key.id]), {"overlap_hours": "1"})
    secret = re.search(r"pm_live_[0-9a-f]{64}", answer.content.decode()).group()
    assert services.key_behind(secret, address="").pk == key.id
    assert admin.post(reverse("api-keys:rotate", args=[key.id]), {"overlap_hours": "999"}).status_code == 422


def test_a_key_is_removed(admin, key):
    assert admin.post(reverse("api-keys:delete", args=[key.id])).url == reverse("api-keys:keys")
    assert not ApiKey.objects.exists()


def test_others_do_not_get_in(client, people, key):
    client.force_login(people.manager)
    assert client.get(reverse("api-keys:keys")).status_code == 403
    assert client.post(reverse("api-keys:delete", args=[key.id])).status_code == 403
    client.force_login(people.stranger)
    assert client.get(reverse("api-keys:key", args=[key.id])).status_code == 404
    assert client.post(reverse("api-keys:delete", args=[key.id])).status_code == 404
    assert ApiKey.objects.count() == 1
