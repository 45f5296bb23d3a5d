"""The pages of signing in: two steps, remembered devices, limits, the back office's door."""

import pytest

from core.models import User
from core.rest import throttling
from core.signin import second_factor
from tests.factories.people import PASSWORD

CODE = "/login/code/"


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_two_steps(client, people, app, signing_in):
    assert signing_in(people.manager.email, next="/products/").url == CODE
    assert not is_signed_in(client)
    answer = client.post(CODE, {"code": app.code()})
    assert answer.url == "/products/"
    assert is_signed_in(client)


def test_a_wrong_code_stays_outside(client, people, app, signing_in):
    signing_in(people.manager.email)
    answer = client.post(CODE, {"code": "000000"})
    assert "This code is not valid" in answer.content.decode()
    assert not is_signed_in(client)


def test_codes_lock_too(client, people, app, signing_in):
    signing_in(people.manager.email)
    for _attempt in range(5):
        client.post(CODE, {"code": "000000"})
    answer = client.post(CODE, {"code": app.code()})
    assert (answer.status_code, answer["Retry-After"]) == (429, "899")
    assert not is_signed_in(client)


def test_the_second_step_needs_the_first(client, people, app):
    assert client.get(CODE).url == "/login/"
    assert client.post(CODE, {"code": app.code()}).url == "/login/"


@pytest.mark.parametrize("change", ["password", "inactive", "late"])
def test_the_first_step_is_worthless_after_a_change(client, people, app, signing_in, change, monkeypatch):
    signing_in(people.manager.email)
    if change == "password":
        people.manager.set_password("Another-Password-1")
        people.manager.save()
    elif change == "inactive":
        User.objects.filter(pk=people.manager.pk).update(is_active=False)
    else:
        session = client.session
        session["second_step"] = {**session["second_step"], "until": 0}
        session.save()
    assert client.post(CODE, {"code": app.code()}).url == "/login/"
    assert not is_signed_in(client)


def test_a_remembered_device_skips_the_second_step(client, people, app, signing_in):
    signing_in(people.manager.email)
    client.post(CODE, {"code": app.code(), "device": "on"})
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["max-age"]) == (True, 30 * 86_400)
    client.post("/logout/")
    assert signing_in(people.manager.email).url == "/dashboard/"
    assert second_factor.is_known_device(people.manager, cookie.value)


def test_a_lock_is_told_with_its_wait(client, people, signing_in):
    for _attempt in range(5):
        signing_in(people.manager.email, "wrong")
    answer = signing_in(people.manager.email)
    assert (answer.status_code, answer["Retry-After"]) == (429, "899")
    assert "Too many attempts with this address" in answer.content.decode()


def test_an_address_that_asks_too_often_is_refused(client, people, signing_in, monkeypatch):
    verdict = throttling.Verdict("AUTH_LOGIN", limit=5, remaining=0, retry_after=20)
    monkeypatch.setattr(throttling, "check", lambda *identity, **options: verdict)
    answer = signing_in(people.manager.email)
    assert (answer.status_code, answer["Retry-After"]) == (429, "20")
    assert not is_signed_in(client)


def test_success_and_failure_stand_in_the_trail_with_the_address(client, people, signing_in):
    from core.models import OutboxEvent

    signing_in(people.manager.email, "wrong")
    signing_in(people.manager.email)
    failed, succeeded = OutboxEvent.objects.filter(kind="audit.recorded").order_by("id")
    assert (failed.payload["code"], failed.payload["actor"]["kind"]) == ("signin.failed", "anonymous")
    assert (succeeded.payload["code"], succeeded.payload["actor"]["name"]) == ("signin.succeeded", people.manager.email)
    assert {failed.payload["actor"]["address"], succeeded.payload["actor"]["address"]} == {"127.0.0.1"}
    assert {failed.tenant_id, succeeded.tenant_id} == {people.tenant.pk}
    assert PASSWORD not in str(failed.payload)


def test_somebody_signed_in_is_led_on(client, people):
    client.force_login(people.manager)
    assert client.get("/login/?next=/products/").url == "/products/"
    assert client.get("/login/?next=https://evil.example/").url == "/dashboard/"


def test_the_back_office_has_no_door_of_its_own(client, people):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/?next=/admin/"
    answer = client.post("/admin/login/", {"username": people.admin.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert not is_signed_in(client)


def test_somebody_without_the_right_is_not_sent_round_in_circles(client, people):
    client.force_login(people.manager)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "may not enter the back office" in answer.content.decode()


@pytest.mark.parametrize("path", ["/login/", "/password/forgot/", "/password/forgot/sent/"])
def test_pages_for_everybody_open(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/password/reset/nonsense/", "/invitation/nonsense/"])
def test_a_bad_link_says_what_to_do(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "ask for a new one" in answer.content.decode()
