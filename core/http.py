"""The only way out: requests to remote services with time-outs, bounded retries and a guard against private addresses.

The guard looks at the addresses a name resolves to and connects to exactly those, so that neither a redirect nor a
second DNS answer can lead into the own network.
"""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput, Terminal, Transient

TIMEOUT = httpx.Timeout(connect=10, read=60, write=60, pool=10)
RETRIES = 2
REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
LONGEST_WAIT = 30.0
USER_AGENT = f"ProductsManager/{settings.VERSION}"
# A name, or an IPv6 address.
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?|[0-9A-Fa-f:.]+")
# NAT64, and IPv4-compatible addresses.
CARRY_IPV4_LAST = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


class AddressNotAllowed(InvalidInput):
    """The URL leads to an address of a private network, or is no HTTP address at all."""

    code = "ADDRESS_NOT_ALLOWED"
    default_message = _("This address is not allowed: only public http and https addresses are.")


class RemoteUnavailable(Transient):
    """The remote service did not answer, or answered that it cannot now."""

    code = "REMOTE_UNAVAILABLE"


class RemoteRefused(Terminal):
    """The remote service understood and said no (wrong credentials, unknown address, ...)."""

    code = "REMOTE_REFUSED"


@dataclass(frozen=True)
class Answer:
    """What came back: the first bytes of the body are kept, `is_whole` tells whether that was all."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: int
    is_whole: bool = True


class GuardedTransport(httpx.BaseTransport):
    """Connects to addresses that were checked; every redirect passes here again."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._inner = httpx.HTTPTransport(retries=0)
        self._allow_private = allow_private

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        address = checked_address(request.url, allow_private=self._allow_private)
        request.headers.setdefault("Host", request.url.netloc.decode("ascii"))
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def checked_address(url: httpx.URL, *, allow_private: bool = False) -> str:
    """The address to connect to; raises AddressNotAllowed for private ones and RemoteUnavailable for unknown names."""
    if url.scheme not in ("http", "https") or not HOST.fullmatch(url.raw_host.decode("ascii", "replace")):
        raise AddressNotAllowed(url=str(url))
    try:
        found = socket.getaddrinfo(
            url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except (socket.gaierror, UnicodeError) as error:
        message = _("The server %(host)s was not found: check the spelling of the address.")
        raise RemoteUnavailable(message % {"host": url.host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    trusted = allow_private or url.host in settings.HTTP_ALLOWED_PRIVATE_HOSTS
    if not trusted and not all(map(is_public, addresses)):
        message = _(
            "%(host)s is an address of a private network: it is only reached when HTTP_ALLOWED_PRIVATE_HOSTS names it."
        )
        raise AddressNotAllowed(message % {"host": url.host}, host=url.host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.is_site_local:
            return False
        parsed = _carried(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address a gateway would connect to for this one: mapped, 6to4, NAT64, or the old compatible spelling."""
    if any(address in network for network in CARRY_IPV4_LAST):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@contextmanager
def client(*, allow_private: bool = False, **options: Any) -> Iterator[httpx.Client]:
    """An httpx client behind the guard; `options` as httpx.Client takes them (auth, headers, base_url, ...)."""
    headers = {"User-Agent": USER_AGENT, **options.pop("headers", {})}
    usual: dict[str, Any] = {"timeout": TIMEOUT, "follow_redirects": True, "max_redirects": 5}
    guard = GuardedTransport(allow_private=allow_private)
    with httpx.Client(transport=guard, headers=headers, **(usual | options)) as session:
        yield session


def send(
    session: httpx.Client, request: httpx.Request, *, wait: Callable[[float], None] = time.sleep
) -> httpx.Response:
    """The answer to the request, tried at most three times when a failure looks passing.

    A request is repeated only when that is safe (GET, HEAD, OPTIONS, PUT, DELETE). Raises RemoteUnavailable,
    RemoteRefused (4xx), AddressNotAllowed.
    """
    attempts = RETRIES + 1 if request.method in REPEATABLE else 1
    for attempt in range(attempts):
        answer = _try(session, request)
        if isinstance(answer, httpx.Response) and answer.status_code not in TRANSIENT_STATUS:
            return _accepted(answer)
        if attempt + 1 < attempts:
            wait(_pause(answer, attempt))
    reason = answer.status_code if isinstance(answer, httpx.Response) else type(answer).__name__
    message = _("%(host)s does not answer properly (%(reason)s).")
    raise RemoteUnavailable(message % {"host": request.url.host, "reason": reason})


def _try(session: httpx.Client, request: httpx.Request) -> httpx.Response | httpx.TransportError:
    try:
        return session.send(request)
    except httpx.TransportError as error:
        return error
    except httpx.TooManyRedirects as error:
        raise RemoteRefused(_("%(host)s redirects in a circle.") % {"host": request.url.host}) from error


def _accepted(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        message = _("%(host)s refuses the request with status %(status)s.")
        values = {"host": response.request.url.host, "status": response.status_code}
        raise RemoteRefused(message % values, status=response.status_code)
    return response


def _pause(answer: httpx.Response | httpx.TransportError, attempt: int) -> float:
    asked = answer.headers.get("Retry-After", "") if isinstance(answer, httpx.Response) else ""
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else float(2**attempt)


def send_once(
    method: str,
    url: str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    seconds: float,
    most_bytes: int,
    allow_private: bool = False,
) -> Answer:
    """The answer to one request, whatever its status; no repetition, and no redirect is followed.

    The whole exchange may take so many seconds, however slowly the other side drips; of the body only the first
    `most_bytes` are read. Raises RemoteUnavailable, AddressNotAllowed.
    """
    started = time.monotonic()
    options: dict[str, Any] = {"allow_private": allow_private, "timeout": seconds, "follow_redirects": False}
    with client(**options) as session, _Deadline(seconds) as deadline:
        request = session.build_request(method, _parsed(url), content=content, headers=dict(headers))
        request.extensions = {**request.extensions, "trace": deadline.watch}
        try:
            response = session.send(request, stream=True)
            body, is_whole = _first_bytes(response, most_bytes)
        except httpx.TransportError as error:
            raise _cut_off(request.url.host, error, seconds=seconds, expired=deadline.has_passed) from error
    milliseconds = round((time.monotonic() - started) * 1000)
    return Answer(response.status_code, response.headers, body, milliseconds, is_whole)


def passes(status: int) -> bool:
    """Whether a refusal with this status may pass by itself."""
    return status >= 500 or status in TRANSIENT_STATUS


def refuse_private(url: str, *, allow_private: bool = False) -> None:
    """Raise AddressNotAllowed unless the URL is one of HTTP that leads to public (or allowed) addresses only.

    A name that cannot be found now passes: every request checks again.
    """
    with suppress(RemoteUnavailable):
        checked_address(_parsed(url), allow_private=allow_private)


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressNotAllowed(url=url) from error


def _first_bytes(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """The beginning of the body as it came over the wire: nothing is unpacked, so a small answer stays small."""
    body = b""
    for chunk in response.iter_raw():
        body += chunk[: most - len(body)]
        if len(body) >= most:
            return body, False
    return body, True


def _cut_off(host: str, error: httpx.TransportError, *, seconds: float, expired: bool) -> RemoteUnavailable:
    if expired or isinstance(error, httpx.TimeoutException):
        message = _("%(host)s did not answer within %(seconds)s seconds.")
        return RemoteUnavailable(message % {"host": host, "seconds": round(seconds)}, code="REMOTE_TIMEOUT")
    message = _("%(host)s does not answer properly (%(reason)s).")
    return RemoteUnavailable(message % {"host": host, "reason": str(error) or type(error).__name__})


class _Deadline:
    """Ends the connection when the time is over: httpx bounds each single wait only, not their sum."""

    def __init__(self, seconds: float) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """httpcore tells of each step here; the last connection made, plain or TLS, is the one to end."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _end(self) -> None:
        self.has_passed = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
