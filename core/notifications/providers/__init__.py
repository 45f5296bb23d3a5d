"""Providers of SMS and chat messages: the table, and the organisation's own one for a channel."""

import json
from collections.abc import Mapping
from functools import cache
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.errors import InvalidInput, Terminal
from core.models import MessageProvider, OutgoingMessage
from core.notifications.providers.base import Message, Provider
from core.tenancy import tenant_scope

PROVIDERS = {"http": "core.notifications.providers.generic_http.GenericHttp"}


class NoProvider(Terminal):
    """The organisation has no active provider for this channel."""

    code = "NO_PROVIDER"


@cache
def provider(name: str) -> Provider:
    """The provider of that name; raises InvalidInput for an unknown one."""
    if name not in PROVIDERS:
        message = _("“%(name)s” is no provider: use one of %(allowed)s.")
        raise InvalidInput(message % {"name": name, "allowed": ", ".join(PROVIDERS)}, field="provider")
    return import_string(PROVIDERS[name])()


def configuration_of(row: MessageProvider) -> dict[str, str]:
    """The settings of an organisation's provider, secrets included."""
    return dict(json.loads(row.configuration or "{}"))


def send(message: OutgoingMessage) -> None:
    """Send a message by its organisation's provider; raises NoProvider, or what the provider raises."""
    row = active(message.tenant_id, message.channel)
    if row is None:
        raise NoProvider(_("No provider is set up for this channel any more."))
    send_by(row.provider, configuration_of(row), Message(message.subject, message.text, message.recipient))


def send_by(name: str, configuration: Mapping[str, str], message: Message) -> None:
    """Send a message by that provider with those settings."""
    provider(name).send(message, configuration=configuration)


def active(tenant_id: UUID | None, channel: str) -> MessageProvider | None:
    """The organisation's active provider for the channel."""
    if tenant_id is None:
        return None
    with tenant_scope(tenant_id):
        found = MessageProvider.objects.filter(tenant_id=tenant_id, channel=channel, is_active=True)
        return found.defer("configuration").first()
