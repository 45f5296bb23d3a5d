"""The queue of messages against a real mail server: once, again when it passes by itself, and an end."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.errors import InvalidInput
from core.models import Notification, OutgoingMessage
from core.notifications import services
from core.notifications.mail import queue_mail
from core.notifications.sending import attempt, send_waiting
from core.outgoing import claim, lease
from tests.servers import free_port

SCHEDULE = (1, 5, 15, 60, 240)
pytestmark = pytest.mark.django_db


def queued(to="vera@example.org", **changes):
    queue_mail(
        **{"to": to, "subject": "Prix à jour", "text": "Tout va bien.", "html": "<p>Tout va bien.</p>", **changes}
    )
    return OutgoingMessage.objects.get()


def test_a_mail_arrives_with_both_parts(mailbox):
    message = queued()
    assert send_waiting() == 1
    [(recipients, mail)] = mailbox.mails
    assert (recipients, mail["Subject"], mail["To"]) == (["vera@example.org"], "Prix à jour", "vera@example.org")
    assert mail["Message-ID"] == f"<{message.pk}@products-manager>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    message.refresh_from_db()
    assert (message.status, message.attempts, message.error) == ("delivered", 1, "")


def test_a_second_run_sends_nothing_again(mailbox):
    queued()
    assert [send_waiting(), send_waiting()] == [1, 0]
    assert len(mailbox.mails) == 1


def test_a_mail_another_worker_holds_is_left_to_it(mailbox):
    queued()
    held = claim(OutgoingMessage.objects.all())
    assert send_waiting() == 0
    attempt(held)
    assert len(mailbox.mails) == 1


def test_a_mail_of_a_killed_worker_is_sent_after_its_lease(mailbox):
    queued()
    lost = claim(OutgoingMessage.objects.all())
    with time_machine.travel(timezone.now() + lease() + timedelta(seconds=1), tick=False):
        assert send_waiting() == 1
    lost.refresh_from_db()
    assert (lost.status, lost.attempts, len(mailbox.mails)) == ("delivered", 2, 1)


def test_a_refused_recipient_is_the_end(mailbox):
    mailbox.answers["nobody@example.org"] = "550 No such user here"
    message = queued(to="nobody@example.org")
    send_waiting()
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("failed", 1)
    assert "550 No such user here" in message.error
    assert mailbox.mails == []


@pytest.mark.parametrize("place", ["recipient", "content"])
def test_a_busy_server_is_asked_again_by_the_schedule_then_no_more(mailbox, place):
    if place == "recipient":
        mailbox.answers["vera@example.org"] = "450 Greylisted"
    else:
        mailbox.after_data = "451 Try later"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = queued()
        send_waiting()
        for minutes in SCHEDULE:
            clock.shift(timedelta(minutes=minutes, seconds=-1))
            assert send_waiting() == 0
            clock.shift(timedelta(seconds=1))
            assert send_waiting() == 1
        clock.shift(timedelta(days=1))
        assert send_waiting() == 0
    message.refresh_from_db()
    assert (message.status, message.attempts, mailbox.mails) == ("failed", 6, [])


def test_a_server_that_is_away_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port(), False
    message = queued()
    send_waiting()
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("waiting", 1)
    assert "ConnectionRefusedError" in message.error


def test_the_same_key_is_queued_once():
    first = queue_mail(to="vera@example.org", subject="A", text="A", key="once")
    assert first is not None
    assert queue_mail(to="vera@example.org", subject="A", text="A", key="once") is None
    assert OutgoingMessage.objects.count() == 1


def test_a_subject_holds_no_line_breaks(mailbox):
    queued(subject="Hello\r\nBcc: everybody@example.org")
    send_waiting()
    [(recipients, mail)] = mailbox.mails
    assert recipients == ["vera@example.org"]
    assert mail["Bcc"] is None


def test_what_is_no_address_is_refused():
    with pytest.raises(InvalidInput, match="nonsense"):
        queue_mail(to="nonsense", subject="A", text="A")
    assert OutgoingMessage.objects.count() == 0


def test_old_rows_go(people):
    Notification.objects.create(user=people.viewer, kind="system", title="Old", expires_at=timezone.now())
    Notification.objects.create(user=people.viewer, kind="system", title="New")
    old = queued()
    queue_mail(to="vera@example.org", subject="Waits", text="A")
    OutgoingMessage.objects.filter(pk=old.pk).update(status="failed")
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert services.forget_old() == 3
    assert [row.subject for row in OutgoingMessage.objects.all()] == ["Waits"]
