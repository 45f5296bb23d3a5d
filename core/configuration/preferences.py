"""A person's preferences in force: language, time zone, ways of writing dates and numbers, theme.

They are columns of the user, which every request reads anyway; what a person has not chosen comes from the browser,
the organisation's settings or the product.
"""

from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from core.configuration.formats import Formats, use_formats
from core.configuration.values import value
from core.models.preferences import Theme


def language_of(user: Any, *, tenant_id: UUID | None = None) -> str:
    """The language of e-mails to that person: the chosen one, else that of the organisation (the current one)."""
    chosen = known_language(user)
    return chosen or str(value("general.language", tenant_id))


def time_zone_of(user: Any, *, tenant_id: UUID | None = None) -> ZoneInfo:
    """The time zone in which that person reads times: the chosen one, else the organisation's."""
    chosen = str(getattr(user, "time_zone", ""))
    return ZoneInfo(chosen if chosen in zone_names() else value("general.time_zone", tenant_id))


def known_language(user: Any) -> str:
    """The language the person has chosen, if the product still speaks it; else an empty text."""
    chosen = str(getattr(user, "language", ""))
    return chosen if chosen in dict(settings.LANGUAGES) else ""


@cache
def zone_names() -> frozenset[str]:
    """All zones of the time zone database."""
    return frozenset(available_timezones())


def use_for_page(request: HttpRequest) -> None:
    """Put the preferences of whoever asks in force until the next request of this thread."""
    user: Any = request.user if request.user.is_authenticated else None
    tenant = request.workspace.tenant  # type: ignore[attr-defined]
    use_language(request, user)
    timezone.activate(time_zone_of(user, tenant_id=tenant.pk if tenant else None))
    use_formats(Formats(user.date_format, user.number_format) if user else Formats())


def use_language(request: HttpRequest, user: Any) -> None:
    """Speak the language the person has chosen, if any; else it stays what browser and cookie asked for."""
    if language := known_language(user):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def forget_formats() -> None:
    """Nobody's preferences are in force."""
    timezone.deactivate()
    use_formats(Formats())


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or an empty text for "like the system": the person's choice, else this browser's."""
    user = getattr(request, "user", None)
    chosen = user.theme if user is not None and user.is_authenticated else ""
    theme = chosen or request.COOKIES.get("theme", "")
    return theme if theme in (Theme.LIGHT, Theme.DARK) else ""
