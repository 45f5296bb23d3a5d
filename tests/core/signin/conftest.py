"""What the tests of signing in share: walking through the pages, the mails, the trail."""

import re

import pytest
from django.core import mail

from core.models import OutboxEvent
from core.signin import second_factor, services
from core.signin.services import two_factor
from tests.factories.people import PASSWORD

NEW_PASSWORD = "Quiet-River-42"


@pytest.fixture
def signing_in(client):
    """Send the login page's form."""

    def send(email, password=PASSWORD, **more):
        return client.post("/login/", {"username": email, "password": password, **more})

    return send


@pytest.fixture
def acts():
    """The codes in the audit trail, oldest first."""

    def codes():
        return [row.payload["code"] for row in OutboxEvent.objects.filter(kind="audit.recorded").order_by("id")]

    return codes


@pytest.fixture
def reset_token(people):
    """A token for a new password of the manager, as it was mailed."""
    assert services.send_reset_link(email=people.manager.email, language="en")
    return token_in(mail.outbox[-1])


def token_in(message):
    """The token of the link in a mail."""
    return re.search(r"/([\w-]{40,})/", message.body).group(1)


@pytest.fixture
def app(people):
    """The manager's authenticator app, set up: `.code()` is the present code, `.recovery` the ten codes."""

    class App:
        secret = two_factor.begin_two_factor(user=people.manager).secret
        recovery = two_factor.confirm_two_factor(
            user=people.manager, code=second_factor.code_at(secret, second_factor.present_step() - 1)
        )

        def code(self, steps=0):
            return second_factor.code_at(self.secret, second_factor.present_step() + steps)

    return App()
