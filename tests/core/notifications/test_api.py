"""The own notifications and preferences by the API; other people's are not there."""

import pytest

from core.models import Notification, NotificationPreferences
from core.notifications import notify

URL = "/api/v1/notifications"


@pytest.fixture
def told(people):
    for title in ("First", "Second"):
        notify("system", tenant_id=people.tenant.pk, users=[people.viewer], title=title, url="/imports/")
    notify("system", tenant_id=people.elsewhere.pk, users=[people.viewer], title="Elsewhere")
    notify("system", tenant_id=people.tenant.pk, users=[people.admin], title="Of Alice")


@pytest.fixture
def viewer(api, people, told):
    api.force_login(people.viewer)
    return api


def own(people):
    return Notification.objects.filter(user=people.viewer, tenant=people.tenant).order_by("created_at")


def test_the_own_ones_of_this_organisation_are_listed(viewer):
    body = viewer.get(URL).json()
    assert [item["title"] for item in body["items"]] == ["Second", "First"]
    assert body["total"] == 2
    assert {"kind", "level", "message", "url", "is_read", "created_at", "expires_at"} <= set(body["items"][0])
    first = viewer.get(URL, {"per_page": 1}).json()
    rest = viewer.get(URL, {"per_page": 1, "after": first["next_cursor"]}).json()
    assert [item["title"] for item in first["items"] + rest["items"]] == ["Second", "First"]


def test_read_one_read_all_delete(viewer, people):
    first, second = own(people)
    assert viewer.post(f"{URL}/{first.pk}/read").json()["is_read"] is True
    assert [item["title"] for item in viewer.get(URL, {"unread": True}).json()["items"]] == ["Second"]
    assert viewer.post(f"{URL}/read-all").json() == {"count": 1}
    assert viewer.delete(f"{URL}/{second.pk}").status_code == 204
    assert list(own(people)) == [first]


def test_other_people_s_are_not_there(viewer, people):
    for foreign in Notification.objects.exclude(user=people.viewer, tenant=people.tenant):
        assert viewer.post(f"{URL}/{foreign.pk}/read").status_code == 404
        assert viewer.delete(f"{URL}/{foreign.pk}").status_code == 404
    assert Notification.objects.filter(read_at=None).count() == 4


def test_nobody_without_signing_in(api, told):
    assert api.get(URL).status_code == 401
    assert api.post(f"{URL}/read-all").status_code == 401
    assert Notification.objects.filter(read_at=None).count() == 4


def test_preferences_are_changed_kind_by_kind(viewer, people):
    path = f"{URL}/preferences"
    usual = {item["kind"]: item["channels"] for item in viewer.get(path).json()["items"]}
    assert usual["import_failed"] == ["bell", "email"]
    changed = viewer.patch(path, {"channels": {"low_stock": ["email"]}, "phone": "+33 6 12 34 56 78"}, format="json")
    now = {item["kind"]: item["channels"] for item in changed.json()["items"]}
    assert now == {**usual, "low_stock": ["email"]}
    assert changed.json()["phone"] == "+33612345678"


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": {"nonsense": ["bell"]}},
        {"channels": {"system": ["pigeon"]}},
        {"channels": {"system": "bell"}},
        {"phone": "0612345678"},
        {"chat": "x" * 121},
    ],
)
def test_wrong_preferences_are_refused(viewer, wrong):
    assert viewer.patch(f"{URL}/preferences", wrong, format="json").status_code == 422
    assert not NotificationPreferences.objects.exists()
