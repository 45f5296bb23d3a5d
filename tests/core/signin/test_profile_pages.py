"""One's own pages: name, address, password, second factor."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from core.configuration.services import change
from core.models import OutgoingMessage, User
from core.signin import second_factor, services, tasks
from core.signin.errors import LinkUnusable
from core.tokens import services as tokens
from tests.core.signin.conftest import NEW_PASSWORD, token_in
from tests.factories.people import PASSWORD, UserFactory

PAGES = [
    "/profile/",
    "/profile/email/",
    "/profile/password/",
    "/profile/security/",
    "/profile/security/set-up/",
    "/profile/sessions/",
]
NEW = "new.address@example.org"


def asked(user, email=NEW):
    """Ask for another address, and have the worker mail."""
    services.change_email(user=user, email=email, password=PASSWORD)
    return tasks.send_email_link(user_id=str(user.pk), email=email)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_whoever_is_signed_in(client, people, path):
    assert client.get(path).url == f"/login/?next={path}"
    client.force_login(people.viewer)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_without_any_organisation(client, db, path):
    client.force_login(UserFactory())
    assert client.get(path).status_code == 200


def test_the_name(client, people, acts):
    client.force_login(people.manager)
    assert client.post("/profile/", {"name": " Marc Martin "}).status_code == 302
    assert User.objects.get(pk=people.manager.pk).name == "Marc Martin"
    client.post("/profile/", {"name": "Marc Martin"})
    assert acts() == ["profile.changed"]


def test_another_address_counts_once_it_is_confirmed(client, people, acts):
    client.force_login(people.manager)
    old = people.manager.email
    answer = client.post("/profile/email/", {"email": NEW.upper(), "password": PASSWORD})
    assert answer.status_code == 302
    assert tasks.send_email_link(user_id=str(people.manager.pk), email=NEW)
    page = f"/profile/email/{token_in(mail.outbox[0])}/"
    assert NEW in client.get(page).content.decode()
    assert User.objects.get(pk=people.manager.pk).email == old
    client.post(page)
    assert User.objects.get(pk=people.manager.pk).email == NEW
    assert OutgoingMessage.objects.get().recipient == old
    assert acts() == ["email.change_asked", "email.changed"]
    assert client.get(page).status_code == 404


def test_the_link_for_an_address_is_for_its_person_only(people):
    asked(people.manager)
    token = token_in(mail.outbox[0])
    with pytest.raises(LinkUnusable):
        services.confirm_email(user=people.viewer, token=token)
    assert not User.objects.filter(email=NEW).exists()


def test_whether_an_address_is_taken_is_not_told(client, people):
    client.force_login(people.manager)
    answer = client.post("/profile/email/", {"email": people.viewer.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert not tasks.send_email_link(user_id=str(people.manager.pk), email=people.viewer.email)
    assert mail.outbox == []


def test_an_address_taken_meanwhile_is_refused(people):
    asked(people.manager)
    UserFactory(email=NEW)
    with pytest.raises(LinkUnusable, match="belongs to another account"):
        services.confirm_email(user=people.manager, token=token_in(mail.outbox[0]))
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": NEW, "password": "wrong"}, "not your present password"),
        ({"email": "nonsense", "password": PASSWORD}, "valid email"),
        ({"email": "SAME", "password": PASSWORD}, "your address already"),
    ],
)
def test_refused_addresses(client, people, values, sentence):
    client.force_login(people.manager)
    values["email"] = people.manager.email if values["email"] == "SAME" else values["email"]
    answer = client.post("/profile/email/", values)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("old", "new", "repeated", "sentence"),
    [
        ("wrong", NEW_PASSWORD, NEW_PASSWORD, "not your present password"),
        (PASSWORD, "short", "short", "at least 10 are needed"),
        (PASSWORD, NEW_PASSWORD, "Other-River-42", "The two passwords differ"),
    ],
)
def test_refused_passwords(client, people, old, new, repeated, sentence):
    client.force_login(people.manager)
    values = {"old_password": old, "new_password": new, "repeated": repeated}
    answer = client.post("/profile/password/", values)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert User.objects.get(pk=people.manager.pk).check_password(PASSWORD)


def test_the_rules_of_the_organisation_stand_beside_the_field(client, people):
    change(by=people.admin, tenant_id=people.tenant.pk, values={"security.password_min_length": 14})
    client.force_login(people.manager)
    assert "At least 14 characters." in client.get("/profile/password/").content.decode()


def test_setting_up_the_second_factor(client, people):
    client.force_login(people.manager)
    page = client.get("/profile/security/set-up/")
    assert page.context["picture"].startswith("data:image/svg+xml")
    secret = page.context["key"].replace(" ", "")
    code = second_factor.code_at(secret, second_factor.present_step())
    codes = client.post("/profile/security/set-up/", {"code": code}).context["codes"]
    assert len(codes) == 10
    assert client.get("/profile/security/").context["protection"].recovery_codes_left == 10
    assert codes[0] not in client.get("/profile/security/").content.decode()
    assert client.get("/profile/security/set-up/").url == "/profile/security/"


def test_a_wrong_first_code_keeps_the_key(client, people):
    client.force_login(people.manager)
    key = client.get("/profile/security/set-up/").context["key"]
    answer = client.post("/profile/security/set-up/", {"code": "000000"})
    assert (answer.status_code, answer.context["key"]) == (422, key)
    client.post("/profile/security/new-key/")
    assert client.get("/profile/security/set-up/").context["key"] != key


def test_switching_off_on_the_page(client, people, app):
    client.force_login(people.manager)
    answer = client.post("/profile/security/off/", {"password": PASSWORD, "code": "000000"})
    assert answer.status_code == 422
    client.post("/profile/security/off/", {"password": PASSWORD, "code": app.code()})
    assert not second_factor.is_on(people.manager)


def test_a_lock_is_told_on_the_page(client, people, app):
    client.force_login(people.manager)
    for _attempt in range(5):
        client.post("/profile/security/off/", {"password": "wrong", "code": app.code()})
    answer = client.post("/profile/security/off/", {"password": PASSWORD, "code": app.code()})
    assert "Too many attempts" in answer.content.decode()
    assert second_factor.is_on(people.manager)


def test_new_recovery_codes_on_the_page(client, people, app):
    client.force_login(people.manager)
    answer = client.post("/profile/security/recovery-codes/", {"password": PASSWORD, "code": app.code()})
    assert set(answer.context["codes"]).isdisjoint(app.recovery)


@pytest.fixture
def mandatory(people):
    change(by=people.admin, tenant_id=people.tenant.pk, values={"security.two_factor": "mandatory"})


def test_mandatory_leaves_seven_days(client, people, mandatory, signing_in):
    signing_in(people.manager.email)
    assert "mandatory from" in client.get("/profile/security/").content.decode()
    assert client.get("/dashboard/").status_code == 200


def test_then_it_comes_before_anything_else(client, people, mandatory, signing_in):
    signing_in(people.manager.email)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        signing_in(people.manager.email)
        assert client.get("/products/").url == "/profile/security/"
        assert client.get("/api/v1/suppliers").status_code == 403
        assert client.get("/products/", headers={"HX-Request": "true"})["HX-Redirect"] == "/profile/security/"
        assert "Set it up to go on" in client.get("/profile/security/").content.decode()
        secret = client.get("/profile/security/set-up/").context["key"].replace(" ", "")
        code = second_factor.code_at(secret, second_factor.present_step())
        client.post("/profile/security/set-up/", {"code": code})
        assert client.get("/products/").status_code == 200


def test_then_a_program_is_let_in_no_more(api, people, mandatory):
    values = {"email": people.manager.email, "password": PASSWORD}
    assert api.post("/api/v1/auth/login", values, format="json").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        token = {"refresh_token": tokens.issue(people.manager).refresh_token}
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        for address, sent in (("login", values), ("refresh", token)):
            answer = api.post(f"/api/v1/auth/{address}", sent, format="json")
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ACCOUNT_NEEDS_ATTENTION")


def test_an_old_password_comes_first_when_passwords_expire(client, people, signing_in, settings):
    settings.PASSWORD_EXPIRY_DAYS = 30
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        signing_in(people.manager.email)
        assert client.get("/products/").url == "/profile/password/"
        values = {"old_password": PASSWORD, "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
        client.post("/profile/password/", values)
        assert client.get("/products/").status_code == 200
