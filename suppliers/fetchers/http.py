"""HTTP and HTTPS: one file at a web address."""

import hashlib
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from core import http
from suppliers.fetchers.base import Connection, ConnectionField, Fetched, RemoteFile, Validators
from suppliers.fetchers.web import (
    ACCESS,
    BODY,
    HEADERS,
    METHOD,
    URL,
    VERIFY,
    auth_field,
    clean_name,
    door,
    name_in,
    told_as_source,
    web_complaints,
)


class Web:
    """Brings the file of a web address; asks first whether it has changed."""

    fields: Sequence[ConnectionField] = (URL, METHOD, BODY, auth_field(), *ACCESS, HEADERS, VERIFY)

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with headers and key."""
        return web_complaints(connection)

    def listing(self, connection: Connection) -> list[RemoteFile]:
        """The one file; the server is not asked."""
        url = connection.text("url")
        return [RemoteFile(name_in(url), path=_place(url))]

    def fetch(
        self, connection: Connection, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        """Write the file to `target`; None when it has not changed."""
        url = connection.text("url")
        with door(connection) as way, told_as_source(remote.name, limit):
            request = way.request(url, headers=_conditions(known))
            answer = http.download(way.session, request, target, limit=limit, deadline=way.deadline)
        if answer is None:
            return None
        validators = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Fetched(_told_name(answer.headers) or name_in(answer.url), answer.size, validators)


def _conditions(known: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _place(url: str) -> str:
    """The address without what may be secret; another query is another place."""
    query = urlsplit(url).query
    mark = f"#{hashlib.sha256(query.encode()).hexdigest()[:8]}" if query else ""
    return http.without_secrets(http.parsed(url)) + mark


def _told_name(headers: Mapping[str, str]) -> str:
    """The name that the server gives the file (Content-Disposition)."""
    message = Message()
    message["Content-Disposition"] = headers.get("Content-Disposition", "")
    return clean_name(message.get_filename() or "")


FETCHER = Web()
