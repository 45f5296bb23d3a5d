"""The guarded client, against a real server on loopback."""

import http.server
import io
import threading
from typing import ClassVar

import httpx
import pytest
from django.test import override_settings

from core.http import (
    AddressNotAllowed,
    Deadline,
    RemoteCutOff,
    RemoteRefused,
    RemoteTooLarge,
    RemoteUnavailable,
    checked_address,
    client,
    download,
    guarded_address,
    is_public,
    refuse_private,
    send,
    send_once,
)
from tests.fakes.feed_server import feed_server

ANSWERS = {
    "/ok": (200, {}),
    "/busy": (429, {"Retry-After": "7"}),
    "/no": (403, {}),
    "/circle": (302, {"Location": "/circle"}),
    "/inside": (302, {"Location": "http://169.254.169.254/latest/meta-data"}),
}
REFUSED = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[::127.0.0.1]/",
    "http://[fec0::1]/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f.1/",
    "ftp://example.org/",
    "file:///etc/passwd",
)


class Handler(http.server.BaseHTTPRequestHandler):
    seen: ClassVar[list[str]] = []

    def do_GET(self):
        self.seen.append(self.path)
        status, headers = ANSWERS.get(self.path, (404, {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def opened(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]


def get(address, waits=None):
    with client() as session:
        return send(
            session,
            session.build_request("GET", address),
            wait=(lambda _seconds: None) if waits is None else waits.append,
        )


@pytest.mark.parametrize("address", REFUSED)
def test_private_and_odd_addresses_are_refused(address):
    with pytest.raises(AddressNotAllowed):
        get(address)


def test_public_addresses_are_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public("64:ff9b::5db8:d822")


def test_an_unknown_name_is_told():
    with pytest.raises(RemoteUnavailable, match="not found"):
        checked_address(httpx.URL("http://no-such-host.invalid/"))


def test_an_allowed_private_host_answers(server, opened):
    assert get(f"{server}/ok").text == "ok"


def test_a_redirect_into_the_private_network_is_refused(server, opened):
    with pytest.raises(AddressNotAllowed):
        get(f"{server}/inside")


def test_a_busy_server_is_asked_three_times_at_its_own_pace(server, opened):
    waits = []
    Handler.seen.clear()
    with pytest.raises(RemoteUnavailable, match="429"):
        get(f"{server}/busy", waits)
    assert waits == [7.0, 7.0]
    assert Handler.seen == ["/busy"] * 3


def test_a_refusal_is_not_repeated(server, opened):
    Handler.seen.clear()
    with pytest.raises(RemoteRefused, match="403"):
        get(f"{server}/no")
    assert Handler.seen == ["/no"]


def test_a_circle_of_redirects_ends(server, opened):
    with pytest.raises(RemoteRefused, match="circle"):
        get(f"{server}/circle")


@override_settings(HTTP_ALLOWED_PRIVATE_HOSTS=["127.0.0.1"])
def test_a_server_that_is_away_is_transient():
    with pytest.raises(RemoteUnavailable):
        get("http://127.0.0.1:9/")


def test_one_request_tells_whatever_the_answer_is(server, opened):
    answer = send_once("GET", f"{server}/no", content=b"", headers={}, seconds=5, most_bytes=1)
    assert (answer.status, answer.body, answer.is_whole) == (403, b"o", False)
    assert answer.milliseconds >= 0


def test_one_request_follows_no_redirect(server, opened):
    Handler.seen.clear()
    answer = send_once("GET", f"{server}/circle", content=b"", headers={}, seconds=5, most_bytes=100)
    assert (answer.status, answer.headers["Location"], Handler.seen) == (302, "/circle", ["/circle"])


@pytest.mark.parametrize("address", [*REFUSED, "http://", "nonsense", "http://[", "http://exa mple.org/"])
def test_what_may_not_be_called_is_refused_before_it_is_kept(address):
    with pytest.raises(AddressNotAllowed):
        refuse_private(address)
    with pytest.raises(AddressNotAllowed):
        send_once("POST", address, content=b"", headers={}, seconds=5, most_bytes=100)


def test_a_name_nobody_knows_now_may_be_kept():
    refuse_private("https://no-such-host.invalid/hook")


def test_private_addresses_may_be_allowed_one_by_one(server):
    answer = send_once("GET", f"{server}/ok", content=b"", headers={}, seconds=5, most_bytes=100, allow_private=True)
    assert answer.body == b"ok"


def test_other_protocols_ask_the_same_guard(settings):
    with pytest.raises(AddressNotAllowed):
        guarded_address("127.0.0.1", 21)
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    assert guarded_address("127.0.0.1", 21) == "127.0.0.1"


def test_an_address_with_its_key_is_told_without_it():
    with pytest.raises(AddressNotAllowed) as refused:
        checked_address(httpx.URL("gopher://claire:pw@example.org/a?key=s3cret"))
    assert refused.value.params["url"] == "gopher://example.org/a"


@pytest.fixture
def feeds(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    with feed_server() as running:
        running.put("/feed.csv", b"a;b\n1;2\n")
        yield running


def downloaded(url, *, limit=1000, seconds=5.0):
    target = io.BytesIO()
    with client() as session, Deadline(seconds) as deadline:
        found = download(session, session.build_request("GET", url), target, limit=limit, deadline=deadline)
    return found, target.getvalue()


def test_a_download_is_written_whole(feeds):
    found, content = downloaded(f"{feeds.url}/feed.csv")
    assert (found.size, content) == (8, b"a;b\n1;2\n")


def test_a_redirect_keeps_the_name_of_the_server(feeds):
    feeds.redirects["/old.csv"] = "/feed.csv"
    found, _content = downloaded(f"http://localhost:{feeds.port}/old.csv")
    assert found.url == f"http://localhost:{feeds.port}/feed.csv"
    assert [asked.headers["Host"] for asked in feeds.asked] == [f"localhost:{feeds.port}"] * 2


def test_a_download_that_is_announced_too_large_is_not_begun(feeds):
    with pytest.raises(RemoteTooLarge):
        downloaded(f"{feeds.url}/feed.csv", limit=7)


def test_several_downloads_share_one_deadline(feeds):
    feeds.fault = "drip"
    with client() as session, Deadline(0.1) as deadline:
        for _attempt in range(2):
            request = session.build_request("GET", f"{feeds.url}/feed.csv")
            with pytest.raises(RemoteUnavailable) as late:
                download(session, request, io.BytesIO(), limit=100_000, deadline=deadline)
            assert late.value.code == "REMOTE_TIMEOUT"
    assert len(feeds.asked) == 1


def test_a_download_that_is_cut_off_says_how_much_came(feeds):
    feeds.fault = "cut off"
    with pytest.raises(RemoteCutOff, match="13 of 1000 bytes"):
        downloaded(f"{feeds.url}/feed.csv", limit=2000)
