"""A bucket on loopback that checks each signature as S3 does (SigV4 in the address), with faults to switch on."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

ACCESS_KEY, SECRET_KEY, REGION, BUCKET = "AKIAEXAMPLE", "s3cret-of-the-bucket", "eu-west-3", "exports"


@dataclass
class S3Server:
    """`status`: what is answered instead of taking the file (0: nothing special)."""

    port: int = 0
    status: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A running bucket."""
    server = S3Server()
    running = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"server_facts": server}))
    server.port = running.server_address[1]
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_facts: S3Server

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_let_in():
            self.server_facts.objects[self._key()] = content
            self._answer(200)

    def do_DELETE(self) -> None:
        if self._is_let_in():
            self.server_facts.objects.pop(self._key(), None)
            self.server_facts.deleted.append(self._key())
            self._answer(204)

    def _is_let_in(self) -> bool:
        if self.server_facts.status:
            self._answer(self.server_facts.status)
        elif _signature(self.command, self.path, self.headers["Host"]) is not True:
            self._answer(403)
        elif urlsplit(self.path).path.split("/")[1] != BUCKET:
            self._answer(404)
        else:
            return True
        return False

    def _key(self) -> str:
        return urlsplit(self.path).path.split("/", 2)[2]

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def _signature(method: str, address: str, host: str) -> bool:
    """Whether the address is signed with the secret key."""
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    shown = given.pop("X-Amz-Signature", "")
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(given.items()))
    headers = f"host:{host}\n"
    request = "\n".join([method, parts.path, query, headers, given.get("X-Amz-SignedHeaders", ""), "UNSIGNED-PAYLOAD"])
    moment = given.get("X-Amz-Date", "")
    scope = f"{moment[:8]}/{REGION}/s3/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, digest])
    key = f"AWS4{SECRET_KEY}".encode()
    for part in (moment[:8], REGION, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    right = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(shown, right) and given.get("X-Amz-Credential") == f"{ACCESS_KEY}/{scope}"
