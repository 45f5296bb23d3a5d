"""FTP and FTPS against a real server."""

import io
from datetime import UTC, datetime

import pytest

from core.http import AddressNotAllowed, CertificateRefused, RemoteCutOff, RemoteRefused, RemoteUnavailable
from suppliers.errors import LoginRefused, SourceFileTooLarge
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import RemoteFile, Validators
from tests.fakes.ftp_server import ftp_server
from tests.suppliers.fetchers.conftest import brought, directory, names

MONDAY, TUESDAY = datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC)
CONTENT = b"sku;price\nA1;2.50\n" * 10_000


def test_the_files_that_fit_are_listed_newest_first(ftp):
    ftp.put("out/Prix été 1.CSV", CONTENT, modified_at=MONDAY)
    ftp.put("out/prices.csv", b"x", modified_at=TUESDAY)
    ftp.put("out/readme.txt", b"x")
    ftp.put("out/old.csv/nothing", b"x")
    newest, older = fetcher_of("ftp").listing(directory(ftp, directory="out", pattern="*.csv"))
    assert (newest.name, newest.modified_at) == ("prices.csv", TUESDAY)
    assert (older.name, older.path, older.size) == ("Prix été 1.CSV", "out/Prix été 1.CSV", len(CONTENT))
    assert older.is_dated


def test_a_file_is_brought_whole(ftp):
    ftp.put("Prix été 1.csv", CONTENT)
    content, told = brought("ftp", directory(ftp))
    assert (content, told.name, told.size) == (CONTENT, "Prix été 1.csv", len(CONTENT))


@pytest.mark.parametrize("without", [("MLSD",), ("MLSD", "MDTM"), ("MLSD", "SIZE", "MDTM")], ids=len)
def test_older_servers_are_asked_about_each_file(without):
    with ftp_server(without=without) as server:
        server.put("out/a.csv", CONTENT)
        server.put("out/b.xml", b"x")
        connection = directory(server, directory="out", pattern="*.csv")
        (found,) = fetcher_of("ftp").listing(connection)
        assert found.size == (None if "SIZE" in without else len(CONTENT))
        assert found.is_dated is ("MDTM" not in without)
        assert brought("ftp", connection)[0] == CONTENT


def test_an_empty_directory_is_no_error(ftp):
    assert names("ftp", directory(ftp)) == []


@pytest.mark.parametrize("implicit", [False, True])
def test_both_connections_are_secured(authority, implicit):
    with ftp_server(tls=True, implicit=implicit) as server:
        server.put("a.csv", CONTENT)
        connection = directory(server, implicit=implicit)
        assert brought("ftps", connection)[0] == CONTENT
    assert "PROT P" in server.commands


def test_a_certificate_of_nobody_is_refused_before_the_password(ftps, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CertificateRefused, match="is not valid"):
        names("ftps", directory(ftps))
    assert "PASS" not in ftps.commands


def test_the_check_of_the_certificate_can_be_switched_off(ftps, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    ftps.put("a.csv", b"x")
    assert names("ftps", directory(ftps, verify=False)) == ["a.csv"]


def test_a_wrong_password_is_told_without_it(ftp):
    with pytest.raises(LoginRefused, match="check the user name and password") as refused:
        names("ftp", directory(ftp, secrets={"password": "hunter2"}))
    assert "hunter2" not in str(refused.value)


def test_a_busy_server_may_be_asked_again(ftp):
    ftp.fault = "busy"
    with pytest.raises(RemoteUnavailable, match="Too many connections"):
        names("ftp", directory(ftp))


def test_a_silent_server_is_left(ftp):
    ftp.fault = "silent"
    with pytest.raises(RemoteUnavailable, match="did not answer within"):
        names("ftp", directory(ftp, seconds=0.2))


@pytest.mark.parametrize("kind", ["ftp", "ftps"])
def test_a_transfer_that_is_cut_off_brings_nothing(kind, request):
    server = request.getfixturevalue(kind)
    server.put("a.csv", CONTENT)
    server.fault = "cut off"
    with pytest.raises(RemoteCutOff, match="cut the transfer off"):
        brought(kind, directory(server))


def test_a_file_beyond_the_limit_is_not_written(ftp):
    ftp.put("a.csv", CONTENT)
    target = io.BytesIO()
    connection = directory(ftp)
    (remote,) = fetcher_of("ftp").listing(connection)
    with pytest.raises(SourceFileTooLarge, match="limit"):
        fetcher_of("ftp").fetch(connection, remote, target, known=Validators(), limit=1000)
    assert len(target.getvalue()) <= 1000


def test_a_directory_that_is_not_there_is_named(ftp):
    with pytest.raises(RemoteRefused, match="no directory “nowhere”"):
        names("ftp", directory(ftp, directory="nowhere"))


@pytest.mark.parametrize("name", ["../secret.csv", "a/b.csv", "..", "a\r\nDELE b"])
def test_no_name_leads_out_of_the_directory(ftp, name):
    with pytest.raises(ValueError, match="no name of a file"):
        fetcher_of("ftp").fetch(directory(ftp), RemoteFile(name), io.BytesIO(), known=Validators(), limit=9)
    assert ftp.commands == []


@pytest.mark.parametrize("kind", ["ftp", "ftps", "sftp"])
def test_the_private_network_is_out_of_reach_for_every_protocol(kind, ftp, settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = []
    with pytest.raises(AddressNotAllowed):
        names(kind, directory(ftp))
    assert ftp.commands == []
