"""A real mail server with faults to switch on, and a receiver of messages."""

import pytest

from tests.core.webhooks.receiver import Receiver, serve
from tests.fakes.mail_server import running_mail_server


@pytest.fixture
def mailbox(settings):
    """The mail server that the product is told to use."""
    with running_mail_server(settings) as server:
        yield server


@pytest.fixture
def receiver(settings):
    """A service that takes messages over HTTP."""
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    made = Receiver()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()
