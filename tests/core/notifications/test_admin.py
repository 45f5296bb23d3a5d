"""The back office of messages: Super Admins look and try again, others see nothing."""

import pytest

from core.models import OutgoingMessage
from core.notifications.mail import queue_mail
from tests.factories.people import UserFactory

LIST = "/admin/core/outgoingmessage/"


@pytest.fixture
def failed(db):
    queue_mail(to="vera@example.org", subject="Refused", text="A")
    queue_mail(to="vera@example.org", subject="Waits", text="A")
    OutgoingMessage.objects.filter(subject="Refused").update(status="failed", error="550 No such user", attempts=6)


def test_failed_messages_are_sent_again(client, failed):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "550 No such user" in client.get(LIST).content.decode()
    ids = list(OutgoingMessage.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "try_again", "_selected_action": ids})
    states = OutgoingMessage.objects.order_by("subject").values_list("subject", "status", "attempts", "replays")
    assert list(states) == [("Refused", "waiting", 0, 1), ("Waits", "waiting", 0, 0)]


def test_staff_without_the_right_see_nothing(client, failed):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(LIST).status_code in (302, 403)
    client.post(LIST, {"action": "try_again", "_selected_action": list(OutgoingMessage.objects.values_list("pk"))})
    assert OutgoingMessage.objects.filter(status="failed").count() == 1
