"""Rules of passwords; a new one by oneself; a new one by a mailed link, which works once and tells nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.utils import timezone

from core.errors import InvalidInput, Transient
from core.models import OneTimeLink, OutgoingMessage, User
from core.signin import services
from core.signin.errors import LinkUnusable
from tests.core.signin.conftest import NEW_PASSWORD, token_in
from tests.factories.people import PASSWORD, UserFactory


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Short-1", "at least 10 are needed"),
        ("no-capital-letter-1", "lacks an upper-case letter"),
        ("NO-SMALL-LETTER-1", "lacks a lower-case letter"),
        ("No-Digit-Anywhere", "lacks a digit"),
        ("Password123", "too common"),
        ("Camille.Renoir.1", "too similar"),
    ],
)
def test_rules(db, password, sentence):
    user = UserFactory(name="Camille Renoir", email="camille.renoir@example.org")
    with pytest.raises(InvalidInput, match=sentence) as refused:
        services.check_password_rules(password, user=user)
    assert list(refused.value.params["fields"]) == ["new_password"]


def test_the_last_three_passwords_do_not_come_again(people):
    known = [PASSWORD]
    for number in range(4):
        services.change_password(user=people.manager, old_password=known[-1], new_password=f"{NEW_PASSWORD}{number}")
        known.append(f"{NEW_PASSWORD}{number}")
    for recent in known[-3:]:
        with pytest.raises(InvalidInput, match="had this password before"):
            services.check_password_rules(recent, user=people.manager)
    services.check_password_rules(known[-4], user=people.manager)
    assert people.manager.earlier_passwords.count() == 3


def test_changing_needs_the_present_password(people):
    with pytest.raises(InvalidInput, match="not your present password") as refused:
        services.change_password(user=people.manager, old_password="wrong", new_password=NEW_PASSWORD)
    assert refused.value.params["field"] == "old_password"
    assert User.objects.get(pk=people.manager.pk).check_password(PASSWORD)


def test_the_person_is_told_of_a_new_password(people):
    services.change_password(user=people.manager, old_password=PASSWORD, new_password=NEW_PASSWORD)
    assert OutgoingMessage.objects.get().recipient == people.manager.email


@pytest.mark.parametrize("known", [True, False])
def test_asking_answers_the_same_for_every_address(client, people, known):
    email = people.manager.email if known else "nobody@example.org"
    answer = client.post("/password/forgot/", {"email": email}, follow=True)
    assert answer.redirect_chain == [("/password/forgot/sent/", 302)]
    assert "If an account has this address" in answer.content.decode()
    assert email not in answer.content.decode()


def test_asking_says_so_when_no_worker_can_be_asked(client, people, monkeypatch):
    monkeypatch.setattr("core.signin.services.passwords.enqueue", lambda *name, **values: False)
    answer = client.post("/password/forgot/", {"email": "nobody@example.org"})
    assert (answer.status_code, "try again in a few minutes" in answer.content.decode()) == (503, True)
    with pytest.raises(Transient):
        services.forgot_password(email=people.manager.email)


def test_only_active_accounts_get_a_link(people):
    User.objects.filter(pk=people.viewer.pk).update(is_active=False)
    assert not services.send_reset_link(email="nobody@example.org")
    assert not services.send_reset_link(email=people.viewer.email)
    assert mail.outbox == []


def test_the_mail_has_text_and_html_with_the_same_link(people, reset_token):
    [message] = mail.outbox
    html, kind = message.alternatives[0]
    assert message.to == [people.manager.email]
    assert f"/password/reset/{reset_token}/" in message.body
    assert (f"/password/reset/{reset_token}/" in html, kind) == (True, "text/html")


def test_the_mail_speaks_the_language_of_the_page(people):
    services.send_reset_link(email=people.manager.email, language="fr")
    assert 'lang="fr"' in mail.outbox[0].alternatives[0][0]


def test_the_token_itself_is_kept_nowhere(people, reset_token):
    assert reset_token not in str(OneTimeLink.objects.values_list())


def test_an_account_gets_five_mails_an_hour(people):
    sent = [services.send_reset_link(email=people.manager.email) for _number in range(7)]
    assert sent == [True] * 5 + [False] * 2


def test_a_new_password_by_the_link(client, people, reset_token):
    page = f"/password/reset/{reset_token}/"
    assert people.manager.email in client.get(page).content.decode()
    assert client.post(page, {"new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}).url == "/login/"
    assert services.authenticate(email=people.manager.email, password=NEW_PASSWORD) == people.manager
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("first", "second"), [("short", "short"), (NEW_PASSWORD, "Other-River-42")])
def test_a_refused_password_leaves_the_link_good(client, people, reset_token, first, second):
    answer = client.post(f"/password/reset/{reset_token}/", {"new_password": first, "repeated": second})
    assert answer.status_code == 422
    assert services.reset_password(token=reset_token, new_password=NEW_PASSWORD) == people.manager


def test_a_link_lives_fifteen_minutes(people, reset_token):
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)), pytest.raises(LinkUnusable):
        services.reset_password(token=reset_token, new_password=NEW_PASSWORD)
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        services.reset_password(token=reset_token, new_password=NEW_PASSWORD)


def test_a_newer_link_replaces_the_older(people, reset_token):
    services.send_reset_link(email=people.manager.email)
    with pytest.raises(LinkUnusable):
        services.reset_password(token=reset_token, new_password=NEW_PASSWORD)
    assert services.reset_password(token=token_in(mail.outbox[-1]), new_password=NEW_PASSWORD)


def test_a_reset_ends_sessions_everywhere(client, people, signing_in, reset_token, acts):
    signing_in(people.manager.email)
    services.reset_password(token=reset_token, new_password=NEW_PASSWORD)
    assert client.get("/dashboard/").status_code == 302
    assert not people.manager.sessions.exists()
    assert {"password.reset_asked", "password.reset", "session.ended"} <= set(acts())


def test_a_reset_ends_a_lock_for_minutes_only(people, reset_token):
    for _attempt in range(5):
        with pytest.raises(Exception, match="do not belong together"):
            services.authenticate(email=people.manager.email, password="wrong")
    services.reset_password(token=reset_token, new_password=NEW_PASSWORD)
    assert services.authenticate(email=people.manager.email, password=NEW_PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_the_same_link_used_twice_at_once_works_once():
    user = UserFactory()
    services.send_reset_link(email=user.email)
    token = token_in(mail.outbox[-1])

    def reset(number):
        try:
            return services.reset_password(token=token, new_password=f"{NEW_PASSWORD}{number}")
        except LinkUnusable:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(reset, range(4)))
    assert len([outcome for outcome in outcomes if outcome]) == 1


def test_a_password_given_in_the_back_office_ends_sessions_and_is_remembered(client, people, signing_in, acts):
    signing_in(people.manager.email)
    client.cookies.clear()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    values = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}
    answer = client.post(f"/admin/core/user/{people.manager.pk}/password/", values)
    assert answer.status_code == 302
    assert not people.manager.sessions.exists()
    assert people.manager.earlier_passwords.count() == 1
    assert {"session.ended", "password.changed"} <= set(acts())
    assert OutgoingMessage.objects.get().recipient == people.manager.email
