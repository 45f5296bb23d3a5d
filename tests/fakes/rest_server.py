"""A paged REST service on loopback: every way of paging, OAuth 2.0 tokens, limits."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.feed_server import Asked, FeedServer, Handler, serving


@dataclass
class RestServer(FeedServer):
    """Products in pages at `/products`, tokens at `/token`; the faults of a feed server, and:

    `paging`: page, offset, cursor, next (an address in the answer), link (an address in the header Link), none.
    `most`: records in an answer, however many are asked for. `busy`: how many requests are put off with 429.
    `stuck`: the same page for ever. `missing_is_404`: there is no page behind the last. `breaks_at`: this page answers
    500. `elsewhere`: where the next page is said to be.
    `tokens_for`: how many requests a token is good for; 0 for ever.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    paging: str = "page"
    most: int = 2
    busy: int = 0
    stuck: bool = False
    missing_is_404: bool = False
    breaks_at: str = ""
    elsewhere: str = ""
    client_id: str = ""
    client_secret: str = "s3cret-client"
    tokens_for: int = 0
    tokens: list[str] = field(default_factory=list)
    uses: int = 0
    envelope: tuple[str, ...] = ("data", "items")

    def lets_in(self, asked: Asked) -> bool:
        """Whether the request brings what is needed: a token that is good, where tokens are given."""
        if not self.client_id:
            return super().lets_in(asked)
        self.uses += 1
        spent = bool(self.tokens_for) and self.uses > self.tokens_for
        return bool(self.tokens) and not spent and asked.headers.get("Authorization") == f"Bearer {self.tokens[-1]}"

    def token(self, asked: Asked) -> tuple[int, dict[str, Any]]:
        """The answer of the token end point."""
        sent = dict(parse_qsl(asked.body.decode()))
        if asked.headers.get("Authorization", "").startswith("Basic "):
            pair = base64.b64decode(asked.headers["Authorization"][6:]).decode().partition(":")
            sent |= {"client_id": pair[0], "client_secret": pair[2]}
        expected = ("client_credentials", self.client_id, self.client_secret)
        if (sent.get("grant_type"), sent.get("client_id"), sent.get("client_secret")) != expected:
            return 401, {"error": "invalid_client"}
        self.tokens.append(f"token-{len(self.tokens)}")
        self.uses = 0
        return 200, {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 3600}

    def page(self, query: dict[str, str]) -> tuple[list[dict[str, Any]], int | None]:
        """The records asked for, and where the next ones begin."""
        size = min(self.most, int(query.get("limit", self.most)))
        start = 0 if self.stuck else self.start(query, size)
        if self.paging == "none":
            return self.records, None
        ahead = start + size
        return self.records[start:ahead], ahead if ahead < len(self.records) or self.stuck else None

    def start(self, query: dict[str, str], size: int) -> int:
        """The place of the first record asked for."""
        if self.paging == "page":
            return (int(query.get("page", "1")) - 1) * size
        return int(query.get({"offset": "offset"}.get(self.paging, "cursor"), "0"))


class RestHandler(Handler):
    """Answers with pages and tokens."""

    feeds: RestServer

    def content(self, asked: Asked) -> None:
        if self.feeds.busy:
            self.feeds.busy -= 1
            self.answer(429, b"slowly", Retry_After=self.feeds.retry_after)
            return
        if self.feeds.breaks_at and asked.query.get("page") == self.feeds.breaks_at:
            self.answer(500, b"broken")
            return
        records, ahead = self.feeds.page(asked.query)
        if not records and self.feeds.missing_is_404:
            self.answer(404, b"no such page")
            return
        body: Any = records
        for name in reversed(self.feeds.envelope):
            body = {name: body}
        headers = {"Content_Type": "application/json"}
        following = self.feeds.elsewhere or f"{self.feeds.url}{asked.path}?cursor={ahead}"
        if ahead is not None and self.feeds.paging == "link":
            headers["Link"] = f'<{following}>; rel="next", <{self.feeds.url}{asked.path}>; rel="first"'
        if self.feeds.paging == "cursor":
            body["paging"] = {"next": None if ahead is None else str(ahead)}
        if self.feeds.paging == "next":
            body["paging"] = {"next": None if ahead is None else following}
        self.answer(200, json.dumps(body).encode(), **headers)

    def do_POST(self) -> None:  # noqa: N802 - the framework's spelling
        if not self.path.startswith("/token"):
            self.do_GET()
            return
        asked = self.asked()
        self.feeds.asked.append(asked)
        status, values = self.feeds.token(asked)
        self.answer(status, json.dumps(values).encode(), Content_Type="application/json")


@contextmanager
def rest_server(*, tls: bool = False) -> Iterator[RestServer]:
    """A running REST service."""
    feeds = RestServer()
    with serving(type("ItsHandler", (RestHandler,), {"feeds": feeds}), tls=tls) as port:
        feeds.port = port
        feeds.url = f"http{'s' if tls else ''}://127.0.0.1:{port}"
        yield feeds
