"""Mails with links over a real mail server: what arrives, and what happens while it is away."""

import pytest

from core.models import OneTimeLink
from core.signin import links, tasks
from tests.fakes.mail_server import running_mail_server


@pytest.fixture
def inbox(settings):
    """The mail server that the product is told to use."""
    with running_mail_server(settings) as server:
        yield server


def test_a_link_arrives_as_text_and_html(people, inbox):
    assert tasks.send_reset_link(email=people.manager.email, language="en")
    [(_recipients, message)] = inbox.mails
    text = message.get_body("plain").get_content()
    token = text.partition("/password/reset/")[2].partition("/")[0]
    assert (message["To"], message["Subject"]) == (people.manager.email, "A new password")
    assert token in message.get_body("html").get_content()
    assert links.look(token, OneTimeLink.Purpose.RESET).user == people.manager


def test_a_server_that_refuses_for_a_while_gets_the_mail_later(people, inbox):
    inbox.refusals = 4
    assert tasks.send_reset_link.apply(kwargs={"email": people.manager.email}).get()
    assert (len(inbox.mails), inbox.refusals) == (1, 0)
    assert OneTimeLink.objects.count() == 1


def test_a_mail_that_never_leaves_leaves_no_link(people, inbox):
    inbox.refusals = 100
    answer = tasks.send_reset_link.apply(kwargs={"email": people.manager.email})
    assert (answer.state, inbox.refusals) == ("FAILURE", 94)
    assert not OneTimeLink.objects.exists()
