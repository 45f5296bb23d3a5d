"""A web server of feeds on loopback, by HTTP or HTTPS, with every fault that such servers have."""

import hashlib
import http.server
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.certificates import server_context

LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form><input type=password></form></body>"


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class FeedServer:
    """Files by path, and what goes wrong.

    `fault`: "" (none), a status (401, 403, 404, 429, 500), "slow" (no answer), "cut off" (half of the file), "short"
    (fewer bytes than Content-Length says), "circle" (redirects in a circle), "html" (a login page), "drip".
    `needs` are headers, `needs_query` parameters without which it answers 401. `headers` go with each answer.
    """

    url: str = ""
    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    fault: str | int = ""
    headers: dict[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    needs_query: Mapping[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    retry_after: str = "120"
    has_etags: bool = True
    asked: list[Asked] = field(default_factory=list)

    def put(self, path: str, content: bytes) -> None:
        """Lay a file there."""
        self.files[path] = content

    def lets_in(self, asked: Asked) -> bool:
        """Whether the request brings what is needed."""
        return all(asked.headers.get(name) == value for name, value in self.needs.items()) and all(
            asked.query.get(name) == value for name, value in self.needs_query.items()
        )


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as its server says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    feeds: Any

    def do_GET(self) -> None:
        asked = self.asked()
        self.feeds.asked.append(asked)
        fault = self.feeds.fault
        if isinstance(fault, int):
            extra = {"Retry-After": self.feeds.retry_after} if fault in (429, 503) else {}
            self.answer(fault, b"no", **extra)
        elif fault:
            getattr(self, fault.replace(" ", "_"))()
        elif not self.feeds.lets_in(asked):
            self.answer(401, b"who are you?")
        else:
            self.content(asked)

    do_POST = do_GET  # noqa: N815 - the framework's spelling

    def asked(self) -> Asked:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        return Asked(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()), body)

    def content(self, asked: Asked) -> None:
        if asked.path in self.feeds.redirects:
            self.answer(302, b"", Location=self.feeds.redirects[asked.path])
            return
        content = self.feeds.files.get(asked.path)
        if content is None:
            self.answer(404, b"not here")
            return
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        tags = {"ETag": tag} if self.feeds.has_etags else {}
        if self.feeds.has_etags and asked.headers.get("If-None-Match") == tag:
            self.answer(304, b"", **tags)
        else:
            self.answer(200, content, **tags)

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        length = {} if status == 304 else {"Content-Length": str(len(content))}
        for name, value in {
            **length,
            **{n.replace("_", "-"): v for n, v in headers.items()},
            **self.feeds.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def slow(self) -> None:
        """No answer until the caller is gone."""
        self.close_connection = True
        self.connection.recv(1)

    def cut_off(self) -> None:
        self.unfinished(b"sku;price\nA1;", told=1000)

    def short(self) -> None:
        whole = next(iter(self.feeds.files.values()), b"sku;price\n")
        self.unfinished(whole, told=len(whole) + 10)

    def unfinished(self, content: bytes, *, told: int) -> None:
        self.close_connection = True
        self.answer(200, content, **{"Content-Length": str(told)})

    def circle(self) -> None:
        self.answer(302, b"", Location=self.path)

    def html(self) -> None:
        self.answer(200, LOGIN_PAGE, Content_Type="text/html")

    def drip(self) -> None:
        """A byte now and then, for ever."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.01)
        except OSError:
            """The other side had enough."""

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class QuietServer(http.server.ThreadingHTTPServer):
    """Says nothing about callers that go away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is part of the tests."""


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler], *, tls: bool = False) -> Iterator[int]:
    """Run the handler on a free port of loopback; gives the port."""
    with QuietServer(("127.0.0.1", 0), handler) as running:
        if tls:
            running.socket = server_context().wrap_socket(
                running.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield running.server_address[1]
        finally:
            running.shutdown()
            thread.join()


@contextmanager
def feed_server(*, tls: bool = False) -> Iterator[FeedServer]:
    """A running server of feeds."""
    feeds = FeedServer()
    with serving(type("ItsHandler", (Handler,), {"feeds": feeds}), tls=tls) as port:
        feeds.port = port
        feeds.url = f"http{'s' if tls else ''}://127.0.0.1:{port}"
        yield feeds
