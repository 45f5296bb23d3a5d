"""What a person wants to hear of, and how."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.databases import atomic
from core.errors import InvalidInput
from core.models import NotificationPreferences, User
from core.models.notifications import Channel
from core.notifications.kinds import KINDS, Kind

PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class KindChoice:
    """A kind with the channels by which it reaches the person."""

    kind: str
    label: str
    description: str
    channels: list[str]
    usual_channels: list[str]
    bell_is_fixed: bool


@dataclass(frozen=True)
class PreferenceFacts:
    """All choices of a person."""

    items: list[KindChoice]
    phone: str
    chat: str


def preferences_of(user: User) -> PreferenceFacts:
    """The person's choices, the usual ones where there are none. One query."""
    row = NotificationPreferences.objects.filter(pk=user.pk).first()
    items = [
        KindChoice(
            kind=kind.code,
            label=str(kind.label),
            description=str(kind.description),
            channels=_in_order(chosen(kind, row)),
            usual_channels=_in_order(kind.channels),
            bell_is_fixed=kind.always,
        )
        for kind in KINDS.values()
    ]
    return PreferenceFacts(items, row.phone if row else "", row.chat if row else "")


def set_preferences(
    user: User,
    *,
    channels: Mapping[str, Iterable[str]] | None = None,
    phone: str | None = None,
    chat: str | None = None,
) -> PreferenceFacts:
    """Change some choices; kinds that are not named stay. Raises InvalidInput, naming the field."""
    wanted = {kind: _checked(kind, names) for kind, names in (channels or {}).items()}
    with atomic("core"):
        row, _created = NotificationPreferences.objects.select_for_update().get_or_create(user=user)
        row.channels = {**row.channels, **wanted}
        row.phone = row.phone if phone is None else _checked_phone(phone)
        row.chat = row.chat if chat is None else chat.strip()
        row.save()
    return preferences_of(user)


def chosen(kind: Kind, preferences: NotificationPreferences | None) -> set[str]:
    """The channels by which a person with these preferences hears of the kind."""
    named = preferences.channels.get(kind.code) if preferences else None
    channels = set(kind.channels if named is None else named)
    return channels | {Channel.BELL.value} if kind.always else channels


def _checked(kind: str, names: Iterable[str]) -> list[str]:
    names = set(names)
    if kind not in KINDS:
        message = _("“%(kind)s” is no kind of notification: use some of %(allowed)s.")
        raise InvalidInput(message % {"kind": kind, "allowed": ", ".join(KINDS)}, field="channels")
    unknown = names - set(Channel.values)
    if unknown:
        message = _("%(unknown)s: unknown channels; use some of %(allowed)s.")
        values = {"unknown": ", ".join(sorted(unknown)), "allowed": ", ".join(Channel.values)}
        raise InvalidInput(message % values, field="channels")
    return _in_order(names)


def _checked_phone(phone: str) -> str:
    number = re.sub(r"[\s.()-]", "", phone)
    if number and not PHONE.fullmatch(number):
        message = _("“%(phone)s” is no mobile number: write it with the country, such as +33 6 12 34 56 78.")
        raise InvalidInput(message % {"phone": phone}, field="phone")
    return number


def _in_order(names: Iterable[str]) -> list[str]:
    wanted = set(names)
    return [str(name) for name in Channel.values if name in wanted]
