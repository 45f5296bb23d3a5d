"""Mails with links over a real mail server: what arrives, and what happens while it is away."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core.mail.backends import smtp

from core.models import OneTimeLink
from core.signin import links, tasks


class Inbox:
    """Keeps what arrives; refuses the next mails as often as `refusals` says."""

    def __init__(self):
        self.messages, self.refusals = [], 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        if self.refusals:
            self.refusals -= 1
            return "452 Too many mails"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    """A mail server on a free port, which the product is told to use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = f"{smtp.__name__}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    yield inbox
    controller.stop()


def test_a_link_arrives_as_text_and_html(people, inbox):
    assert tasks.send_reset_link(email=people.manager.email, language="en")
    [message] = inbox.messages
    text = message.get_body("plain").get_content()
    token = text.partition("/password/reset/")[2].partition("/")[0]
    assert (message["To"], message["Subject"]) == (people.manager.email, "A new password")
    assert token in message.get_body("html").get_content()
    assert links.look(token, OneTimeLink.Purpose.RESET).user == people.manager


def test_a_server_that_refuses_for_a_while_gets_the_mail_later(people, inbox):
    inbox.refusals = 4
    assert tasks.send_reset_link.apply(kwargs={"email": people.manager.email}).get()
    assert (len(inbox.messages), inbox.refusals) == (1, 0)
    assert OneTimeLink.objects.count() == 1


def test_a_mail_that_never_leaves_leaves_no_link(people, inbox):
    inbox.refusals = 100
    answer = tasks.send_reset_link.apply(kwargs={"email": people.manager.email})
    assert (answer.state, inbox.refusals) == ("FAILURE", 94)
    assert not OneTimeLink.objects.exists()
