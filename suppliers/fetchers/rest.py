"""REST services: records in pages of JSON, written as one file of JSON Lines."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.errors import AnswerUnusable
from suppliers.fetchers.base import Connection, ConnectionField, Fetched, RemoteFile, Validators
from suppliers.fetchers.directories import Bounded
from suppliers.fetchers.oauth import TOKEN_FIELDS, Token
from suppliers.fetchers.paging import PAGING_FIELDS, Page, Pager
from suppliers.fetchers.records import records_at
from suppliers.fetchers.web import (
    ACCESS,
    BODY,
    HEADERS,
    METHOD,
    OAUTH,
    URL,
    VERIFY,
    Door,
    auth_field,
    door,
    name_in,
    told_as_source,
    web_complaints,
)

# One answer is held in memory; whole catalogues in one document are better fetched as a web address.
PAGE_BYTES = 64 * 1024**2
TRIES = 3
RECORD_PATH = ConnectionField(
    "record_path",
    gettext_lazy("Where the records are"),
    help=gettext_lazy("Names with dots between them, such as data.items. Empty: the answer itself, or its one list."),
)


@dataclass(frozen=True)
class Rest:
    """Brings the records of a service."""

    wait: Callable[[float], None] = time.sleep
    fields: Sequence[ConnectionField] = field(
        default=(
            URL,
            METHOD,
            BODY,
            auth_field((OAUTH, gettext_lazy("OAuth 2.0 (client credentials)"))),
            *ACCESS,
            *TOKEN_FIELDS,
            HEADERS,
            VERIFY,
            RECORD_PATH,
            *PAGING_FIELDS,
        )
    )

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with headers and key."""
        return web_complaints(connection)

    def listing(self, connection: Connection) -> list[RemoteFile]:
        """The one file that its records become; the service is not asked."""
        url = connection.text("url")
        return [RemoteFile(f"{name_in(url)}.jsonl", path=http.without_secrets(http.parsed(url)))]

    def fetch(
        self, connection: Connection, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        """Write all records of all pages to `target`, one a line."""
        sink = Bounded(target, name=remote.name, limit=limit)
        with door(connection) as way, told_as_source(remote.name, limit):
            _Reading(way, self.wait).write_to(sink)
        return Fetched(remote.name, sink.size)


@dataclass
class _Reading:
    """One walk through the pages."""

    way: Door
    wait: Callable[[float], None]
    token: Token | None = None

    def __post_init__(self) -> None:
        if self.way.connection.text("auth") == OAUTH:
            self.token = Token(self.way)

    def write_to(self, sink: Bounded) -> None:
        """Write the records of all pages."""
        connection = self.way.connection
        pager = Pager(connection)
        while (asked := pager.next_request()) is not None:
            answer = self._page(asked.url, asked.params, may_be_missing=pager.may_end_missing)
            if answer is None:
                return
            records = records_at(answer.document, connection.text("record_path"), host=self._host)
            if records:
                sink.write(b"".join(orjson.dumps(record) + b"\n" for record in records))
            pager.took(Page(records, answer.document, answer.headers))

    @property
    def _host(self) -> str:
        return urlsplit(self.way.connection.text("url")).hostname or ""

    def _page(self, url: str, params: Mapping[str, Any], *, may_be_missing: bool) -> "_Answer | None":
        """One page, asked for up to three times; None for one behind the last, which some services do not have."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._asked(url, params)
            except http.RemoteUnavailable as error:
                pause = error.params.get("retry_after", 2 ** (attempt - 1))
                if attempt == TRIES or pause > http.LONGEST_WAIT:
                    raise
                self.wait(pause)
            except http.RemoteRefused as error:
                if not (may_be_missing and error.params.get("status") == 404):
                    raise
                return None
        return None

    def _asked(self, url: str, params: Mapping[str, Any]) -> "_Answer":
        try:
            return self._answered(url, params)
        except http.RemoteRefused as error:
            if self.token is None or error.params.get("status") != 401 or not self.token.may_be_spent:
                raise
            self.token.renew()
            return self._answered(url, params)

    def _answered(self, url: str, params: Mapping[str, Any]) -> "_Answer":
        headers = {"Accept": "application/json", **(self.token.headers if self.token else {})}
        request, content = self.way.request(url, params=params, headers=headers), io.BytesIO()
        answer = http.download(self.way.session, request, content, limit=PAGE_BYTES, deadline=self.way.deadline)
        return _Answer(_document(content.getvalue(), self._host), answer.headers if answer else {})


@dataclass(frozen=True)
class _Answer:
    document: Any
    headers: Mapping[str, str]


def _document(content: bytes, host: str) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if content.lstrip()[:1] == b"<":
            message = _("%(host)s answers with a web page or XML instead of JSON: check the address and the sign-in.")
        else:
            message = _("%(host)s does not answer with JSON: check the address.")
        raise AnswerUnusable(message % {"host": host}) from error


FETCHER = Rest()
