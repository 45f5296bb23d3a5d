"""The way back in by command."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import Membership, OutboxEvent, User
from core.signin import second_factor, services
from core.signin.errors import Locked, WrongCredentials
from tests.core.signin.conftest import NEW_PASSWORD
from tests.factories.people import PASSWORD


def run(name, *arguments):
    output = StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def locked(people):
    for _attempt in range(5):
        with pytest.raises(WrongCredentials):
            services.authenticate(email=people.manager.email, password="wrong")
    return people.manager


def test_unlocking(locked):
    with pytest.raises(Locked):
        services.authenticate(email=locked.email, password=PASSWORD)
    assert "may sign in again" in run("unlock_user", locked.email.upper())
    assert services.authenticate(email=locked.email, password=PASSWORD) == locked


def test_unlocking_an_address_without_account(db):
    for _attempt in range(5):
        with pytest.raises(WrongCredentials):
            services.authenticate(email="nobody@example.org", password="wrong")
    run("unlock_user", "nobody@example.org")
    with pytest.raises(WrongCredentials):
        services.authenticate(email="nobody@example.org", password="wrong")


def test_unlocking_what_is_not_locked_says_so(people):
    with pytest.raises(CommandError, match="was not locked"):
        run("unlock_user", people.manager.email)


def test_recovering_gives_a_link_that_works_once(client, locked):
    output = run("recover_admin", locked.email)
    assert "The lock after failed attempts is gone." in output
    token = re.search(r"/password/reset/([\w-]+)/", output).group(1)
    services.reset_password(token=token, new_password=NEW_PASSWORD)
    assert services.authenticate(email=locked.email, password=NEW_PASSWORD) == locked
    assert client.get(f"/password/reset/{token}/").status_code == 404


def test_recovering_clears_what_was_asked_for(people, app):
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    Membership.objects.filter(user=people.manager).update(is_active=False)
    run("recover_admin", people.manager.email)
    assert second_factor.is_on(people.manager)
    output = run("recover_admin", people.manager.email, "--two-factor", "--tenant", people.tenant.slug)
    assert "second factor is off" in output
    assert not second_factor.is_on(people.manager)
    assert User.objects.get(pk=people.manager.pk).is_active
    assert Membership.objects.get(user=people.manager).is_active


def test_recovering_with_a_password(people, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW_PASSWORD)
    run("recover_admin", people.manager.email, "--password")
    assert services.authenticate(email=people.manager.email, password=NEW_PASSWORD)


@pytest.mark.parametrize(("answers", "sentence"), [(["one", "two"], "differ"), (["short", "short"], "at least 10")])
def test_a_refused_password_changes_nothing(people, monkeypatch, answers, sentence):
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers.pop())
    with pytest.raises(CommandError, match=sentence):
        run("recover_admin", people.manager.email, "--password")
    assert User.objects.get(pk=people.manager.pk).check_password(PASSWORD)


def test_recovering_an_unknown_address_says_what_to_do(db):
    with pytest.raises(CommandError, match="createsuperuser"):
        run("recover_admin", "nobody@example.org")


def test_commands_stand_in_the_trail_as_commands(locked):
    run("recover_admin", locked.email)
    told = OutboxEvent.objects.filter(payload__code="account.recovered").get()
    assert (told.payload["actor"]["kind"], told.payload["actor"]["name"]) == ("command", "recover_admin")
