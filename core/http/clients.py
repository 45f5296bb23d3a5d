"""Requests behind the guard: time-outs, bounded retries, one exchange within so many seconds."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.http.addresses import checked_address, parsed
from core.http.errors import CertificateRefused, RemoteRefused, RemoteUnavailable

TIMEOUT = httpx.Timeout(connect=10, read=60, write=60, pool=10)
RETRIES = 2
REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
LONGEST_WAIT = 30.0
USER_AGENT = f"ProductsManager/{settings.VERSION}"
TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


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

    def __init__(self, *, allow_private: bool = False, verify: bool = True) -> None:
        self._inner = httpx.HTTPTransport(retries=0, verify=tls_context(verify=verify))
        self._allow_private = allow_private

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a copy to the checked address: the request keeps its name, for redirects and messages."""
        address = checked_address(request.url, allow_private=self._allow_private)
        request.headers.setdefault("Host", request.url.netloc.decode("ascii"))
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        self._inner.close()


def tls_context(*, verify: bool = True) -> ssl.SSLContext:
    """TLS as all outgoing connections speak it; SSL_CERT_FILE names further authorities to believe."""
    return httpx.create_ssl_context(verify=verify)


@contextmanager
def client(*, allow_private: bool = False, verify: bool = True, **options: Any) -> Iterator[httpx.Client]:
    """An httpx client behind the guard; `options` as httpx.Client takes them (auth, headers, base_url, ...)."""
    headers = {"User-Agent": USER_AGENT, **options.pop("headers", {})}
    usual: dict[str, Any] = {"timeout": TIMEOUT, "follow_redirects": True, "max_redirects": 5}
    guard = GuardedTransport(allow_private=allow_private, verify=verify)
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
        raise circle(request.url.host) from error


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
    with client(**options) as session, Deadline(seconds) as deadline:
        request = session.build_request(method, parsed(url), content=content, headers=dict(headers))
        request.extensions = {**request.extensions, "trace": deadline.watch}
        try:
            response = session.send(request, stream=True)
            body, is_whole = _first_bytes(response, most_bytes)
        except httpx.TransportError as error:
            raise failure(request.url.host, error, deadline=deadline) from error
    milliseconds = round((time.monotonic() - started) * 1000)
    return Answer(response.status_code, response.headers, body, milliseconds, is_whole)


def passes(status: int) -> bool:
    """Whether a refusal with this status may pass by itself."""
    return status >= 500 or status in TRANSIENT_STATUS


def _first_bytes(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """The beginning of the body as it came over the wire: nothing is unpacked, so a small answer stays small."""
    body = b""
    for chunk in response.iter_raw():
        body += chunk[: most - len(body)]
        if len(body) >= most:
            return body, False
    return body, True


def circle(host: str) -> RemoteRefused:
    """The refusal to follow any further."""
    return RemoteRefused(_("%(host)s redirects in a circle.") % {"host": host})


def failure(host: str, error: Exception, *, deadline: "Deadline") -> RemoteUnavailable | CertificateRefused:
    """What a broken exchange means, whatever the protocol: too slow, not to be believed, or broken."""
    if deadline.has_passed or isinstance(error, (httpx.TimeoutException, TimeoutError)):
        message = _("%(host)s did not answer within %(seconds)s seconds.")
        seconds = max(1, round(deadline.seconds if deadline.has_passed else deadline.wait))
        return RemoteUnavailable(message % {"host": host, "seconds": seconds}, code="REMOTE_TIMEOUT")
    if distrust := _certificate_error(error):
        return untrusted(host, distrust)
    message = _("%(host)s does not answer properly (%(reason)s).")
    return RemoteUnavailable(message % {"host": host, "reason": str(error) or type(error).__name__})


def untrusted(host: str, error: ssl.SSLCertVerificationError) -> CertificateRefused:
    """The refusal to talk to a server that cannot prove who it is."""
    message = _("The certificate of %(host)s is not valid (%(reason)s): ask the supplier to renew it.")
    return CertificateRefused(message % {"host": host, "reason": error.verify_message})


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


class Deadline:
    """Ends the connection when the time is over: httpx bounds each single wait only, not their sum."""

    def __init__(self, seconds: float, *, wait: float | None = None) -> None:
        """Take the seconds that everything inside the block may take together, and those of one silence."""
        self.seconds, self.wait = seconds, min(wait or seconds, seconds)
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """httpcore tells of each step here; the last connection made, plain or TLS, is the one to end."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.guard(info["return_value"].get_extra_info("socket"))

    def guard(self, connection: socket.socket) -> None:
        """End this connection when the time is over."""
        self._socket = connection
        if self.has_passed:
            self._end()

    def _end(self) -> None:
        self.has_passed = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
