"""Answers that may be large: streamed into a file, within a size and a time, whole or not at all."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any

import httpx
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http.clients import Deadline, circle, failure, passes
from core.http.errors import CertificateRefused, RemoteCutOff, RemoteRefused, RemoteTooLarge, RemoteUnavailable

BLOCK = 256 * 1024
REDIRECTS = 5
LONGEST_RETRY_AFTER = 24 * 3600
NOT_MODIFIED = 304
# All that another server learns when the one that was asked leads there: names, keys, cookies stay behind.
CARRIED_ON = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"}
)


@dataclass(frozen=True)
class Downloaded:
    """What was written: bytes, the headers of the answer, the address it came from in the end."""

    size: int
    headers: httpx.Headers
    url: str


def download(
    session: httpx.Client,
    request: httpx.Request,
    target: IO[bytes],
    *,
    limit: int,
    deadline: Deadline,
    redirects: int = REDIRECTS,
) -> Downloaded | None:
    """Write the answer to `target`; None when the server says that nothing has changed (304). Tried once.

    Raises RemoteUnavailable (with `retry_after` when the server names it), RemoteCutOff for fewer bytes than were
    announced, RemoteTooLarge beyond `limit` before more is written, RemoteRefused (with `status`; also for redirects
    in a circle), CertificateRefused, AddressNotAllowed. Names and keys are not told to a server it is redirected to.
    """
    host = request.url.host
    if deadline.has_passed:
        raise failure(host, httpx.ReadTimeout(""), deadline=deadline)
    request.extensions = {**request.extensions, "trace": deadline.watch}
    try:
        response = _arrived(session, request, redirects)
    except httpx.TransportError as error:
        raise failure(host, error, deadline=deadline) from error
    with closing(response):
        if response.status_code == NOT_MODIFIED:
            return None
        _require_success(response)
        size = _written(response, target, limit=limit, deadline=deadline)
    return Downloaded(size, response.headers, str(response.request.url))


def _arrived(session: httpx.Client, request: httpx.Request, redirects: int) -> httpx.Response:
    """The answer behind all redirects, its body unread."""
    for _hop in range(redirects + 1):
        response = session.send(request, stream=True, follow_redirects=False)
        following = response.next_request
        if following is None:
            return response
        response.close()
        request = _without_secrets(following, asked=request.url)
    raise circle(request.url.host)


def _without_secrets(request: httpx.Request, *, asked: httpx.URL) -> httpx.Request:
    if not _is_same_server(asked, request.url):
        headers = [(name, value) for name, value in request.headers.items() if name.lower() in CARRIED_ON]
        request.headers = httpx.Headers(headers)
    return request


def _is_same_server(asked: httpx.URL, following: httpx.URL) -> bool:
    if asked.host != following.host:
        return False
    is_upgrade = (asked.scheme, following.scheme) == ("http", "https") and asked.port is following.port is None
    return is_upgrade or (asked.scheme, asked.port) == (following.scheme, following.port)


def _written(response: httpx.Response, target: IO[bytes], *, limit: int, deadline: Deadline) -> int:
    host, size = response.request.url.host, 0
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _too_large(host, limit)
    try:
        for block in response.iter_bytes(BLOCK):
            size += len(block)
            if size > limit:
                raise _too_large(host, limit)
            target.write(block)
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise _ended_early(response, error, deadline=deadline) from error
    return size


def _too_large(host: str, limit: int) -> RemoteTooLarge:
    message = _("%(host)s sends more than %(limit)d MB, which is the limit.")
    return RemoteTooLarge(message % {"host": host, "limit": max(1, limit // 1024**2)})


def _ended_early(
    response: httpx.Response, error: httpx.TransportError | httpx.DecodingError, *, deadline: Deadline
) -> RemoteUnavailable | CertificateRefused:
    host = response.request.url.host
    if deadline.has_passed or isinstance(error, httpx.TimeoutException):
        return failure(host, httpx.ReadTimeout(""), deadline=deadline)
    received, announced = response.num_bytes_downloaded, response.headers.get("Content-Length", "?")
    message = _("%(host)s cut the transfer off: %(received)s of %(announced)s bytes arrived.")
    return RemoteCutOff(message % {"host": host, "received": received, "announced": announced})


def _require_success(response: httpx.Response) -> None:
    status = response.status_code
    if response.is_success:
        return
    values = {"host": response.request.url.host, "status": status}
    if passes(status):
        message = _("%(host)s cannot answer now (status %(status)s).")
        raise RemoteUnavailable(message % values, status=status, **dict[str, Any](_retry_after(response.headers)))
    raise RemoteRefused(_refusal(status) % values, status=status)


def _refusal(status: int) -> str:
    if status in (401, 403, 407):
        return _("%(host)s refuses access (status %(status)s): check the name, password or key of the connection.")
    if status in (404, 410):
        return _("%(host)s has nothing at this address (status %(status)s): check the address.")
    return _("%(host)s refuses the request with status %(status)s.")


def _retry_after(headers: httpx.Headers) -> dict[str, int]:
    """Seconds until the server wants to be asked again, given as seconds or as a date; at most a day."""
    text = headers.get("Retry-After", "").strip()
    if text.isdigit():
        return {"retry_after": min(int(text), LONGEST_RETRY_AFTER)}
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return {}
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return {"retry_after": _until(aware)}


def _until(moment: datetime) -> int:
    return min(max(0, round((moment - timezone.now()).total_seconds())), LONGEST_RETRY_AFTER)
