"""`notify`: one piece of news to everybody it concerns, each in the own language, by the ways each chose."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import translation

from core.configuration import value
from core.configuration.preferences import language_of
from core.databases import atomic
from core.models import Membership, Notification, NotificationPreferences, User
from core.models.notifications import Channel, Level
from core.notifications.channels import ready_channels
from core.notifications.kinds import KINDS, Kind
from core.notifications.mail import queue_message
from core.notifications.preferences import chosen
from core.notifications.texts import Text, mail_of


@dataclass(frozen=True)
class News:
    """What is told, to be put into the words of each reader."""

    kind: Kind
    text: Text
    tenant_id: UUID | None
    url: str = ""
    level: str = Level.INFO
    key: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


def notify(  # noqa: PLR0913 - the one door: what is told, whom it concerns
    kind: str,
    *,
    tenant_id: UUID | None,
    title: Any,
    message: Any = "",
    params: Mapping[str, Any] | None = None,
    url: str = "",
    level: str = Level.INFO,
    users: Iterable[User] | None = None,
    permission: str | None = None,
    key: str = "",
    **metadata: Any,
) -> int:
    """Tell people something; returns how many are told by any channel.

    `title` and `message` are source texts marked with `gettext_noop` (or lazy ones) that may name `params`
    (`%(name)s`): each reader gets them in the own language. Told are `users` and the members of the tenant who hold
    `permission`; with neither, those who hold the kind's. The same `key` tells each person once, whatever happens
    twice. Raises ValueError for an unknown kind or level.
    """
    if kind not in KINDS or level not in Level.values:
        raise ValueError(f"{kind!r} / {level!r}: no kind or level of notifications; core.notifications.kinds has them.")
    news = News(KINDS[kind], Text.of(title, message, params or {}), tenant_id, url, level, key[:120], metadata=metadata)
    wanted = KINDS[kind].permission if users is None and permission is None else permission
    members = _members(tenant_id, wanted) if wanted is not None else []
    readers = {reader.pk: reader for reader in (*(users or ()), *members) if reader.is_active}
    preferences = NotificationPreferences.objects.in_bulk(readers)
    open_channels = _open_channels(news)
    with atomic("core"):
        return sum(_tell(reader, news, preferences.get(reader.pk), open_channels) for reader in readers.values())


def _members(tenant_id: UUID | None, permission: str) -> list[User]:
    if tenant_id is None:
        return []
    active = Membership.objects.filter(tenant_id=tenant_id, is_active=True, user__is_active=True)
    members = active.select_related("user", "custom_role").order_by("user__email")
    return [member.user for member in members if not permission or permission in member.permissions]


def _open_channels(news: News) -> set[str]:
    """The channels this news may go by: e-mail unless a setting forbids it, and those that have a provider."""
    channels = {Channel.BELL.value}
    if not news.kind.mail_setting or value(news.kind.mail_setting, tenant_id=news.tenant_id):
        channels.add(Channel.EMAIL.value)
    if news.tenant_id is None:
        return channels
    return channels | ready_channels(news.tenant_id)


def _tell(reader: User, news: News, preferences: NotificationPreferences | None, open_channels: set[str]) -> bool:
    channels = chosen(news.kind, preferences) & open_channels
    told = Channel.BELL in channels and _ring(reader, news)
    with translation.override(language_of(reader, tenant_id=news.tenant_id)):
        if Channel.EMAIL in channels and reader.email:
            subject, text, html = mail_of(news.text, url=news.url, tenant_id=news.tenant_id)
            told |= _queue(reader, news, Channel.EMAIL, recipient=reader.email, subject=subject, text=text, html=html)
        for channel, recipient in _addresses(preferences).items():
            if channel in channels and recipient:
                title, message = news.text.rendered()
                told |= _queue(reader, news, channel, recipient=recipient, subject=title, text=message)
    return told


def _addresses(preferences: NotificationPreferences | None) -> dict[Channel, str]:
    return {Channel.SMS: preferences.phone, Channel.CHAT: preferences.chat} if preferences else {}


def _ring(reader: User, news: News) -> bool:
    row = Notification(
        user=reader,
        tenant_id=news.tenant_id,
        kind=news.kind.code,
        level=news.level,
        title=news.text.title,
        message=news.text.message,
        params=dict(news.text.params),
        url=news.url,
        metadata=dict(news.metadata),
        key=news.key,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    return Notification.objects.filter(pk=row.pk).exists()


def _queue(reader: User, news: News, channel: Channel, **message: str) -> bool:
    key = hashlib.sha256(f"{news.key}:{channel}:{reader.pk}".encode()).hexdigest() if news.key else ""
    return queue_message(channel=channel, tenant_id=news.tenant_id, key=key, **message) is not None
