"""The guard against private addresses: it looks at what a name resolves to, for every protocol.

Callers connect to exactly the address they get, so that neither a redirect nor a second DNS answer can lead into the
own network.
"""

import ipaddress
import re
import socket
from contextlib import suppress

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.http.errors import AddressNotAllowed, RemoteUnavailable

# A name, or an IPv6 address.
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?|[0-9A-Fa-f:.]+")
# NAT64, and IPv4-compatible addresses.
CARRY_IPV4_LAST = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


def guarded_address(host: str, port: int, *, allow_private: bool = False) -> str:
    """The IP address to connect to, whatever the protocol.

    Raises AddressNotAllowed when the name leads to a private one that HTTP_ALLOWED_PRIVATE_HOSTS does not name, and
    RemoteUnavailable for unknown names.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = _("The server %(host)s was not found: check the spelling of the address.")
        raise RemoteUnavailable(message % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    trusted = allow_private or host in settings.HTTP_ALLOWED_PRIVATE_HOSTS
    if not trusted and not all(map(is_public, addresses)):
        message = _(
            "%(host)s is an address of a private network: it is only reached when HTTP_ALLOWED_PRIVATE_HOSTS names it."
        )
        raise AddressNotAllowed(message % {"host": host}, host=host)
    return addresses[0]


def checked_address(url: httpx.URL, *, allow_private: bool = False) -> str:
    """The address to connect to; raises AddressNotAllowed for private ones and RemoteUnavailable for unknown names."""
    if url.scheme not in ("http", "https") or not HOST.fullmatch(url.raw_host.decode("ascii", "replace")):
        raise AddressNotAllowed(url=without_secrets(url))
    return guarded_address(url.host, url.port or (443 if url.scheme == "https" else 80), allow_private=allow_private)


def refuse_private(url: str, *, allow_private: bool = False) -> None:
    """Raise AddressNotAllowed unless the URL is one of HTTP that leads to public (or allowed) addresses only.

    A name that cannot be found now passes: every request checks again.
    """
    with suppress(RemoteUnavailable):
        checked_address(parsed(url), allow_private=allow_private)


def parsed(url: str) -> httpx.URL:
    """The URL in its parts; raises AddressNotAllowed for one that is none."""
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressNotAllowed from error


def without_secrets(url: httpx.URL) -> str:
    """The URL without what may be secret in it: name and password, and the query."""
    return str(url.copy_with(username="", password="", query=None))


def is_host(text: str) -> bool:
    """Whether this is written like the name or the address of a server."""
    return len(text) < 254 and HOST.fullmatch(text) is not None


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local:
            return False
        found = _carried(found) or found
    return found.is_global and not found.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address a gateway would connect to for this one: mapped, 6to4, NAT64, or the old compatible spelling."""
    if any(address in network for network in CARRY_IPV4_LAST):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
