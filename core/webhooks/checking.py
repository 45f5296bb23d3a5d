"""What a webhook may be: its address, events, secret."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from core.configuration import value
from core.errors import InvalidInput
from core.http import AddressNotAllowed, refuse_private
from core.webhooks.events import EVENTS

SECRET_LENGTHS = (16, 200)
LONGEST_URL = 2000


def checked(values: Mapping[str, Any], tenant_id: UUID) -> dict[str, Any]:
    """The values as they are kept; raises InvalidInput or AddressNotAllowed, naming the field."""
    kept = dict(values)
    if "url" in kept:
        kept["url"] = _url(str(kept["url"]), tenant_id)
    if "events" in kept:
        kept["events"] = _events(kept["events"])
    if not kept.get("secret"):
        kept.pop("secret", None)
    else:
        kept["secret"] = _secret(str(kept["secret"]))
    return kept


def _url(url: str, tenant_id: UUID) -> str:
    url = url.strip()
    if len(url) > LONGEST_URL:
        message = _("The address has %(length)s characters: at most %(most)s are possible.")
        raise InvalidInput(message % {"length": len(url), "most": LONGEST_URL}, field="url")
    try:
        refuse_private(url, allow_private=value("webhooks.allow_private", tenant_id=tenant_id))
    except AddressNotAllowed as error:
        error.params |= {"field": "url"}
        raise
    if urlsplit(url).username or urlsplit(url).password:
        message = _("The address holds a name or password, which everybody who sees it could read: leave it out.")
        raise InvalidInput(message, field="url")
    return url


def _events(events: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(events))
    unknown = [name for name in names if name not in EVENTS]
    if unknown:
        message = _("%(unknown)s: unknown events; use some of %(allowed)s.")
        raise InvalidInput(message % {"unknown": ", ".join(unknown), "allowed": ", ".join(EVENTS)}, field="events")
    if not names:
        raise InvalidInput(_("Choose at least one event."), field="events")
    return names


def _secret(secret: str) -> str:
    shortest, longest = SECRET_LENGTHS
    if not shortest <= len(secret) <= longest or not (secret.isascii() and secret.isprintable()):
        message = _("A secret has %(shortest)s to %(longest)s printable characters without accents.")
        raise InvalidInput(message % {"shortest": shortest, "longest": longest}, field="secret")
    return secret
