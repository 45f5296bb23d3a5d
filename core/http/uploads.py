"""Sending a file as the body of one request, without holding it in memory."""

from collections.abc import Iterator
from typing import IO

import httpx

from core.http.addresses import parsed
from core.http.clients import Deadline, client, failure

BLOCK = 256 * 1024
MOST_ANSWER = 64 * 1024


def send_file(
    url: str, content: IO[bytes] | None, *, size: int = 0, method: str = "PUT", seconds: float, wait: float = 60
) -> tuple[int, bytes]:
    """Status and first bytes of the answer to one request with the file as its body; no redirect is followed.

    The whole exchange may take so many seconds, each silence of the server `wait`. Raises RemoteUnavailable,
    CertificateRefused, AddressNotAllowed.
    """
    with client(timeout=wait, follow_redirects=False) as session, Deadline(seconds, wait=wait) as deadline:
        headers = {"Content-Length": str(size)}
        body = _blocks(content) if content is not None else b""
        request = session.build_request(method, parsed(url), content=body, headers=headers)
        request.extensions = {**request.extensions, "trace": deadline.watch}
        try:
            response = session.send(request, stream=True)
            answer = b"".join(_first(response))
        except httpx.TransportError as error:
            raise failure(request.url.host, error, deadline=deadline) from error
    return response.status_code, answer


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(BLOCK):
        yield block


def _first(response: httpx.Response) -> Iterator[bytes]:
    total = 0
    for part in response.iter_bytes():
        total += len(part)
        if total > MOST_ANSWER:
            break
        yield part
    response.close()
