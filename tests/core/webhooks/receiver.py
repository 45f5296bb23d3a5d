"""A receiver of webhooks: a real server on loopback with faults to switch on."""

import http.server
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are given one after the other, the last one for ever."""

    url: str = ""
    answers: deque = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)

    def will(self, *answers: Any) -> None:
        """From now on: a status, (status, headers, body), or a fault by its name."""
        self.answers = deque(answers)

    def next_answer(self) -> Any:
        """The answer for this request."""
        return self.answers.popleft() if len(self.answers) > 1 else (self.answers[0] if self.answers else 200)


class Handler(http.server.BaseHTTPRequestHandler):
    """Keeps what it gets and answers as its receiver says."""

    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.receiver.received.append(Received(self.path, dict(self.headers.items()), body))
        answer = self.receiver.next_answer()
        faults = {"hang up": self.hang_up, "drip": self.drip, "drip headers": self.drip_headers, "hold": self.hold}
        if isinstance(answer, str):
            faults[answer]()
            return
        status, headers, content = answer if isinstance(answer, tuple) else (answer, {}, b"ok")
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_PUT(self):
        self.do_POST()

    def hang_up(self):
        self.close_connection = True
        self.connection.close()

    def hold(self):
        """No answer until the caller is gone."""
        self.close_connection = True
        self.connection.recv(1)

    def drip(self):
        """Headers at once, then a byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.drop_by_drop(b"x")

    def drip_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drop_by_drop(b"y")

    def drop_by_drop(self, drop):
        self.close_connection = True
        try:
            while True:
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            """The other side had enough."""

    def log_message(self, *args):
        """Keep quiet."""


class QuietServer(http.server.ThreadingHTTPServer):
    """Says nothing about callers that go away."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """A caller that went away is part of the tests."""


def serve(receiver: Receiver) -> QuietServer:
    """Start the receiver on a free port."""
    server = QuietServer(("127.0.0.1", 0), type("ItsHandler", (Handler,), {"receiver": receiver}))
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
