"""Web addresses against a local HTTPS server with every fault."""

import base64
import io
import logging
import tempfile
from pathlib import Path

import pytest

from core.http import (
    AddressNotAllowed,
    CertificateRefused,
    RemoteCutOff,
    RemoteRefused,
    RemoteUnavailable,
)
from core.tabular import UnreadableFile, recognise
from suppliers.errors import LoginRefused, SourceFileTooLarge
from suppliers.fetchers.base import Connection, Validators
from suppliers.fetchers.http import FETCHER
from tests.fakes.feed_server import feed_server
from tests.suppliers.fetchers.conftest import brought

CONTENT = b"sku;price\nA1;2.50\n"


def way(server, path="/prices.csv", *, secrets=None, seconds=5.0, **values):
    server.put("/prices.csv", CONTENT)
    return Connection({"url": server.url + path, **values}, secrets or {}, seconds=seconds)


def test_a_file_is_brought_with_its_validators(web):
    content, told = brought("http", way(web))
    assert (content, told.name, told.size) == (CONTENT, "prices.csv", len(CONTENT))
    assert told.validators.etag


def test_a_file_that_has_not_changed_is_not_brought_again(web):
    _content, told = brought("http", way(web))
    content, again = brought("http", way(web), known=told.validators)
    assert (content, again) == (b"", None)
    web.put("/prices.csv", CONTENT * 2)
    assert brought("http", Connection({"url": f"{web.url}/prices.csv"}), known=told.validators)[0] == CONTENT * 2


def test_the_server_s_own_name_of_the_file_counts(web):
    web.headers = {"Content-Disposition": "attachment; filename*=UTF-8''..%2FTarif%20%C3%A9t%C3%A9.csv"}
    assert brought("http", way(web))[1].name == "Tarif été.csv"


PAIR = base64.b64encode(b"claire:pass:word").decode()
ACCESS = {
    "basic": ({"auth": "basic", "user": "claire"}, {"password": "pass:word"}, {"Authorization": f"Basic {PAIR}"}, {}),
    "bearer": ({"auth": "bearer"}, {"token": "t0ken"}, {"Authorization": "Bearer t0ken"}, {}),
    "header": ({"auth": "header", "key_name": "X-Key"}, {"key": "k3y"}, {"X-Key": "k3y"}, {}),
    "query": ({"auth": "query", "key_name": "cle"}, {"key": "k3y&x"}, {}, {"cle": "k3y&x"}),
}


@pytest.mark.parametrize("auth", ACCESS)
def test_every_way_to_sign_in(web, auth):
    values, secrets, web.needs, web.needs_query = ACCESS[auth]
    assert brought("http", way(web, secrets=secrets, **values))[0] == CONTENT
    with pytest.raises(LoginRefused, match="401"):
        brought("http", way(web))


def test_a_post_with_body_and_headers(web):
    brought("http", way(web, method="POST", body='{"all": true}', headers="Accept: text/csv\nX-Shop: 7"))
    asked = web.asked[-1]
    assert (asked.method, asked.body) == ("POST", b'{"all": true}')
    assert (asked.headers["Accept"], asked.headers["X-Shop"]) == ("text/csv", "7")


FAULTS = {
    401: (LoginRefused, "refuses access"),
    403: (LoginRefused, "refuses access"),
    404: (RemoteRefused, "nothing at this address"),
    418: (RemoteRefused, "418"),
    500: (RemoteUnavailable, "cannot answer now"),
    "cut off": (RemoteCutOff, "13 of 1000 bytes"),
    "short": (RemoteCutOff, "cut the transfer off"),
    "circle": (RemoteRefused, "in a circle"),
    "slow": (RemoteUnavailable, "did not answer within"),
    "drip": (RemoteUnavailable, "did not answer within"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_fault_has_its_sentence(web, fault):
    web.fault = fault
    kind, sentence = FAULTS[fault]
    with pytest.raises(kind, match=sentence):
        brought("http", way(web, seconds=0.2 if fault in ("slow", "drip") else 5))


@pytest.mark.parametrize(("told", "seconds"), [("120", 120), ("Wed, 25 Nov 1987 00:00:00 GMT", 0), ("soon", None)])
def test_a_busy_server_says_when_to_come_back(web, told, seconds):
    web.fault, web.retry_after = 429, told
    with pytest.raises(RemoteUnavailable) as busy:
        brought("http", way(web))
    assert busy.value.params.get("retry_after") == seconds


def test_a_login_page_is_brought_and_refused_as_what_it_is(web):
    web.fault = "html"
    content, _told = brought("http", way(web))
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        with pytest.raises(UnreadableFile) as refused:
            recognise(Path(file.name))
    assert refused.value.code in ("html_page", "login_page")


def test_a_file_beyond_the_limit_is_not_written(web):
    target, connection = io.BytesIO(), way(web)
    (remote,) = FETCHER.listing(connection)
    with pytest.raises(SourceFileTooLarge, match="limit of this installation"):
        FETCHER.fetch(connection, remote, target, known=Validators(), limit=5)
    assert target.getvalue() == b""


def test_a_certificate_of_nobody_is_refused(web, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CertificateRefused, match="is not valid"):
        brought("http", way(web))
    assert web.asked == []
    assert brought("http", way(web, verify=False))[0] == CONTENT


@pytest.mark.parametrize("auth", ["bearer", "header"])
def test_keys_stay_behind_when_another_server_is_named(web, auth):
    values, secrets, _needs, _query = ACCESS[auth]
    with feed_server() as other:
        other.put("/prices.csv", CONTENT)
        web.redirects["/moved.csv"] = f"{other.url}/prices.csv"
        assert brought("http", way(web, "/moved.csv", secrets=secrets, **values))[0] == CONTENT
        assert not {"Authorization", "X-Key"} & set(other.asked[0].headers)
    assert set(web.asked[0].headers) & {"Authorization", "X-Key"}


def test_on_the_same_server_the_key_goes_along(web):
    values, secrets, needs, _query = ACCESS["header"]
    web.redirects["/moved.csv"] = "/prices.csv"
    assert brought("http", way(web, "/moved.csv", secrets=secrets, **values))[0] == CONTENT
    assert web.asked[1].headers["X-Key"] == needs["X-Key"]


def test_a_redirect_into_the_private_network_is_refused(web):
    web.redirects["/moved.csv"] = "http://169.254.169.254/latest/meta-data"
    with pytest.raises(AddressNotAllowed):
        brought("http", way(web, "/moved.csv"))


@pytest.mark.parametrize("fault", ["", 401, 500, "circle", "cut off"], ids=str)
def test_no_key_in_logs_errors_and_names(web, fault, caplog):
    web.fault = fault
    values, _secrets, _needs, _query = ACCESS["query"]
    connection = way(web, secrets={"key": "very-s3cret"}, **values)
    told = ""
    with caplog.at_level(logging.INFO):
        try:
            told = str(brought("http", connection)[1])
        except Exception as error:
            told = f"{error!r} {error} {vars(error)}"
    assert "very-s3cret" not in told + caplog.text + repr(connection)
    assert web.asked[0].query["cle"] == "very-s3cret"
