"""The API of settings: values, history, restore, ETags, refusals that change nothing."""

import uuid

import pytest

from core.configuration import SETTINGS, value
from core.encryption import MASK

pytestmark = pytest.mark.usefixtures("samples")
ALL = "/api/v1/settings"
NUMBER = f"{ALL}/test.number"


@pytest.fixture
def admin(api, people):
    api.force_login(people.admin)
    return api


@pytest.fixture
def read(people):
    return lambda key: value(key, people.tenant.pk)


def put(api, address, body, **headers):
    return api.put(address, body, format="json", headers=headers)


def patch(api, body, **headers):
    return api.patch(ALL, {"values": body}, format="json", headers=headers)


def test_all_settings_with_their_values(admin):
    answer = admin.get(ALL).json()
    assert answer["total"] == len(answer["items"]) == len(SETTINGS)
    assert answer["values"]["test.number"] == 5
    number = next(item for item in answer["items"] if item["key"] == "test.number")
    assert (number["kind"], number["default"], number["minimum"], number["version"]) == ("int", 5, 1, 0)


def test_one_section(admin):
    items = admin.get(ALL, {"section": "security"}).json()["items"]
    assert {item["section"] for item in items} == {"security"}
    assert admin.get(ALL, {"section": "kitchen"}).status_code == 422


def test_one_setting_is_set_reset_and_told(admin, people, read):
    answer = put(admin, NUMBER, {"value": 8})
    assert answer.status_code == 200
    assert (answer.json()["value"], answer.json()["is_default"], answer.json()["version"]) == (8, False, 1)
    assert answer.json()["changed_by"] == people.admin.email
    assert read("test.number") == 8
    assert admin.patch(NUMBER, {"value": 9}, format="json").json()["value"] == 9
    assert admin.delete(NUMBER).json()["is_default"] is True
    assert read("test.number") == 5


def test_a_wrong_value_is_refused(admin, read):
    answer = put(admin, NUMBER, {"value": 99})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "SETTING_INVALID"
    assert error["details"]["fields"]["test.number"] == ["“99” is not possible: a whole number from 1 to 10 is needed."]
    assert put(admin, NUMBER, {}).status_code == 422
    assert read("test.number") == 5


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_an_unknown_setting(admin, method):
    answer = getattr(admin, method)(f"{ALL}/test.unknown", {"value": 1}, format="json")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "SETTING_NOT_FOUND"


def test_some_are_changed_together_or_not_at_all(admin, read):
    assert patch(admin, {"test.number": 8, "test.text": "new"}).json()["values"]["test.text"] == "new"
    refused = patch(admin, {"test.number": 9, "test.text": 4, "nonsense": 1})
    assert refused.status_code == 422
    assert set(refused.json()["error"]["details"]["fields"]) == {"test.text", "nonsense"}
    assert read("test.number") == 8


def test_an_old_etag_overwrites_nothing(admin, read):
    seen = admin.get(NUMBER)["ETag"]
    assert put(admin, NUMBER, {"value": 8}, if_match=seen).status_code == 200
    assert put(admin, NUMBER, {"value": 9}, if_match=seen).status_code == 412
    assert admin.delete(NUMBER, headers={"if-match": seen}).status_code == 412
    assert read("test.number") == 8
    everything = admin.get(ALL)["ETag"]
    assert patch(admin, {"test.number": 9}, if_match=everything).status_code == 200
    assert patch(admin, {"test.number": 7}, if_match=everything).status_code == 412
    assert read("test.number") == 9


@pytest.mark.parametrize("address", [ALL, "/api/v1/admin/settings"])
def test_put_takes_all_of_them(admin, read, address):
    values = admin.get(address).json()["values"]
    incomplete = put(admin, address, {"values": {"test.number": 8}})
    assert incomplete.status_code == 422
    assert "security.two_factor" in incomplete.json()["error"]["details"]["fields"]
    assert put(admin, address, {"values": {**values, "test.number": 8}}).status_code == 200
    assert read("test.number") == 8


def test_a_secret_is_written_and_never_read(admin, read):
    secret = f"{ALL}/test.secret"
    answer = put(admin, secret, {"value": "hush-hush"})
    assert answer.json()["value"] == MASK
    values = admin.get(ALL).json()["values"]
    assert put(admin, ALL, {"values": values}).status_code == 200
    assert read("test.secret") == "hush-hush"
    history = admin.get(f"{secret}/history")
    assert history.json()["items"][0]["new"] == MASK
    assert b"hush" not in history.content


def test_history_and_restore(admin, read):
    for number in (6, 7, 8):
        put(admin, NUMBER, {"value": number})
    answer = admin.get(f"{NUMBER}/history", {"per_page": 2}).json()
    assert answer["total"] == 3
    assert [(item["old"], item["new"]) for item in answer["items"]] == [(7, 8), (6, 7)]
    restored = admin.post(f"{NUMBER}/restore", {"change_id": answer["items"][1]["id"]}, format="json")
    assert (restored.status_code, restored.json()["value"]) == (200, 7)
    assert read("test.number") == 7
    lost = admin.post(f"{NUMBER}/restore", {"change_id": str(uuid.uuid4())}, format="json")
    assert (lost.status_code, lost.json()["error"]["code"]) == (404, "CHANGE_NOT_FOUND")


def test_a_secret_whose_key_is_lost(admin, settings):
    secret = f"{ALL}/test.secret"
    put(admin, secret, {"value": "first-one"})
    put(admin, secret, {"value": "second-one"})
    first = admin.get(f"{secret}/history").json()["items"][1]["id"]
    settings.ENCRYPTION_KEYS = ["another-" + "2" * 40]
    answer = admin.post(f"{secret}/restore", {"change_id": first}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "SECRET_UNREADABLE")
    assert "enter the secret again" in answer.json()["error"]["message"]
    assert admin.get(ALL).status_code == 200


def test_somebody_elses_history_restores_nothing(admin, api, people, read):
    put(admin, NUMBER, {"value": 8})
    change = admin.get(f"{NUMBER}/history").json()["items"][0]["id"]
    api.force_login(people.stranger)
    assert api.get(f"{NUMBER}/history").json()["total"] == 0
    assert api.post(f"{NUMBER}/restore", {"change_id": change}, format="json").status_code == 404
    assert value("test.number", people.elsewhere.pk) == 5


@pytest.mark.parametrize("person", ["manager", "viewer"])
def test_without_the_permission_nothing_is_seen_or_changed(api, people, read, person):
    api.force_login(getattr(people, person))
    assert api.get(ALL).status_code == 403
    assert put(api, NUMBER, {"value": 8}).status_code == 403
    assert patch(api, {"test.number": 8}).status_code == 403
    assert api.delete(NUMBER).status_code == 403
    assert api.get(f"{NUMBER}/history").status_code == 403
    assert api.post(f"{NUMBER}/restore", {"change_id": str(uuid.uuid4())}, format="json").status_code == 403
    assert read("test.number") == 5


def test_what_is_for_super_admins_stays(admin, read):
    answer = put(admin, f"{ALL}/test.risky", {"value": True})
    assert answer.status_code == 403
    assert read("test.risky") is False


def test_the_history_comes_in_the_order_asked_for(api, people):
    api.force_login(people.admin)
    for minutes in (20, 40):
        address = "/api/v1/settings/security.session_idle_minutes"
        assert api.put(address, {"value": minutes}, format="json").status_code == 200
    told = [
        [each["new"] for each in api.get(f"{address}/history?order={order}").json()["items"]]
        for order in ("desc", "asc")
    ]
    assert told == [[40, 20], [20, 40]]
