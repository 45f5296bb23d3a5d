"""A real mail server with faults to switch on, and a receiver of messages."""

import pytest
from aiosmtpd.controller import Controller

from tests.core.webhooks.receiver import Receiver, serve
from tests.servers import free_port


class Mailbox:
    """What the server took; `answers` maps a recipient to what is said about it, `after_data` is said in the end."""

    def __init__(self):
        self.mails, self.answers, self.after_data = [], {}, "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.after_data.startswith("250"):
            self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        return self.after_data


@pytest.fixture
def mailbox(settings):
    """The mail server that the product is told to use."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    yield box
    server.stop()


@pytest.fixture
def receiver(settings):
    """A service that takes messages over HTTP."""
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    made = Receiver()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()
