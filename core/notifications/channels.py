"""An organisation's providers of SMS and chat: shown without secrets, saved, tried, removed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.encryption import MASK, SecretUnreadable
from core.errors import InvalidInput, NotFound, ProductsManagerError
from core.models import MessageProvider, User
from core.models.notifications import Channel
from core.notifications.providers import configuration_of, provider, send_by
from core.notifications.providers.base import Field, Message
from core.tenancy import tenant_scope

MANAGE = "manage:integrations"
CHANNELS = (Channel.SMS, Channel.CHAT)
LONGEST_VALUE = 5000


@dataclass(frozen=True)
class ProviderFacts:
    """What is set up for a channel; secrets are masked."""

    channel: str
    channel_label: str
    provider: str
    is_active: bool
    values: Mapping[str, str]


def providers_of(tenant_id: UUID) -> dict[str, ProviderFacts]:
    """channel -> what is set up for it; channels without a provider are left out."""
    with tenant_scope(tenant_id):
        return {row.channel: _facts(row) for row in MessageProvider.objects.defer("configuration")}


def ready_channels(tenant_id: UUID) -> set[str]:
    """The channels that messages of the organisation can go by. One query."""
    with tenant_scope(tenant_id):
        return set(MessageProvider.objects.filter(is_active=True).values_list("channel", flat=True))


def save_provider(
    *, by: User, tenant_id: UUID, channel: str, name: str, values: Mapping[str, str], is_active: bool = True
) -> None:
    """Set up the channel; a secret that is left empty stays as it is.

    Raises PermissionRefused without `manage:integrations`, InvalidInput naming the field, AddressNotAllowed.
    """
    require(by, MANAGE, tenant_id=tenant_id)
    _refuse_unknown(channel)
    chosen = provider(name)
    with atomic("core"), tenant_scope(tenant_id):
        rows = MessageProvider.objects.select_for_update().filter(channel=channel)
        row = rows.defer("configuration").first()
        kept = _kept(row) if row and row.provider == name else {}
        configuration = {field.name: _value(field, values, kept) for field in chosen.fields}
        chosen.check(configuration)
        row = row or MessageProvider(tenant_id=tenant_id, channel=channel)
        row.provider, row.is_active, row.configuration = name, is_active, json.dumps(configuration)
        row.save()
        audit.record("message_provider.saved", subject=row, channel=channel)


def delete_provider(*, by: User, tenant_id: UUID, channel: str) -> None:
    """Remove the channel's provider; raises PermissionRefused, NotFound."""
    require(by, MANAGE, tenant_id=tenant_id)
    with atomic("core"), tenant_scope(tenant_id):
        row = _row(channel)
        audit.record("message_provider.deleted", subject=row, channel=channel)
        row.delete()


def try_provider(*, by: User, tenant_id: UUID, channel: str, recipient: str) -> str:
    """Send a test now; returns what went wrong in words, empty when the provider took it.

    Raises PermissionRefused, NotFound.
    """
    require(by, MANAGE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        row = _row(channel)
        audit.record("message_provider.tested", subject=row, channel=channel)
        message = Message(_("Test"), _("This is a test of Products Manager."), recipient)
        try:
            send_by(row.provider, configuration_of(row), message)
        except ProductsManagerError as error:
            return str(error)
    return ""


def _row(channel: str) -> MessageProvider:
    row = MessageProvider.objects.filter(channel=channel).defer("configuration").first()
    if row is None:
        raise NotFound(code="PROVIDER_NOT_FOUND")
    return row


def _refuse_unknown(channel: str) -> None:
    if channel not in CHANNELS:
        message = _("“%(channel)s” has no provider: use one of %(allowed)s.")
        raise InvalidInput(message % {"channel": channel, "allowed": ", ".join(CHANNELS)}, field="channel")


def _value(field: Field, values: Mapping[str, str], kept: Mapping[str, str]) -> str:
    given = str(values.get(field.name, "")).strip()
    if field.secret and not given:
        given = kept.get(field.name, "")
    if field.required and not given:
        raise InvalidInput(_("%(field)s: this is needed.") % {"field": field.label}, field=field.name)
    if len(given) > LONGEST_VALUE:
        message = _("%(field)s has %(length)s characters: at most %(most)s are possible.")
        sizes = {"field": field.label, "length": len(given), "most": LONGEST_VALUE}
        raise InvalidInput(message % sizes, field=field.name)
    return given


def _facts(row: MessageProvider) -> ProviderFacts:
    secret = {field.name for field in provider(row.provider).fields if field.secret}
    values = {name: (MASK if shown else "") if name in secret else shown for name, shown in _kept(row).items()}
    return ProviderFacts(row.channel, str(Channel(row.channel).label), row.provider, row.is_active, values)


def _kept(row: MessageProvider) -> dict[str, str]:
    """The settings; none when the key they were encrypted with is gone, so that they can be entered again."""
    try:
        return configuration_of(row)
    except SecretUnreadable:
        return {}
