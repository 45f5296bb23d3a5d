"""Connections of sources: checked, kept secret, listed, fetched, tried, archived."""

import io
import json
import zipfile

import pytest
from django.db import connections

from core.encryption import MASK
from core.errors import NotFound, PermissionRefused
from core.tabular import UnreadableFile
from suppliers import selectors, services
from suppliers.errors import ConnectionFailed, ConnectionInvalid, SourceNameTaken, SourceNotFetched
from suppliers.fetchers.base import Validators
from suppliers.models import OutboxEvent, Schedule, Source
from tests.fakes.feed_server import LOGIN_PAGE, feed_server
from tests.fakes.ftp_server import ftp_server
from tests.fakes.sftp_server import sftp_server

PRICES = b"SKU;EAN;Nom;Prix\nA1;4006381333931;Feutre;2,50\nA2;4006381333948;Stylo;3,10\n"
FTP = {"host": "ftp.example.com", "user": "shop"}


@pytest.fixture(autouse=True)
def reachable(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1", "ftp.example.com", "sftp.example.com", "www.example.com"]


@pytest.fixture
def supplier_id(in_tenant):
    return services.ensure_supplier(tenant_id=in_tenant.tenant.pk, code="ACME")


@pytest.fixture
def web():
    with feed_server() as server:
        server.put("/prices.csv", PRICES)
        yield server


@pytest.fixture
def ftp():
    with ftp_server() as server:
        server.put("prices.csv", PRICES)
        yield server


def made(supplier_id, kind="ftp", connection=None, secrets=None, **more):
    return services.create_source(
        by=None,
        supplier_id=supplier_id,
        name="Prices",
        kind=kind,
        connection=FTP if connection is None else connection,
        secrets={"password": "hunter2"} if secrets is None else secrets,
        **more,
    )


def to(server, **more):
    return {"host": server.host, "port": server.port, "user": server.user, **more}


def wrong_fields(**values):
    with pytest.raises(ConnectionInvalid) as refused:
        made(**values)
    assert Source.objects.count() == 0
    return {name: str(texts[0]) for name, texts in refused.value.params["fields"].items()}


def last_act():
    return OutboxEvent.objects.filter(kind="audit.recorded").latest("id").payload


def test_a_source_is_made_with_defaults_and_masked(supplier_id, in_tenant):
    source_id = services.create_source(
        by=in_tenant.manager,
        supplier_id=supplier_id,
        name=" Prices ",
        kind="ftp",
        connection=FTP,
        secrets={"password": "hunter2"},
        import_type="full",
    )
    shown = selectors.connection_of(source_id)
    assert shown == {**FTP, "port": 21, "directory": "", "pattern": "*", "password": MASK}
    assert selectors.source_settings(source_id).import_type == "full"


def test_secrets_are_encrypted_and_in_no_trail(supplier_id):
    source_id = made(supplier_id)
    services.set_connection(by=None, source_id=source_id, secrets={"password": "hunter3"})
    with connections["suppliers"].cursor() as cursor:
        cursor.execute("SELECT secrets FROM suppliers_source")
        (stored,) = cursor.fetchone()
    trail = json.dumps([event.payload for event in OutboxEvent.objects.all()])
    assert "hunter" not in stored + trail
    assert last_act()["code"] == "source.connection_changed"
    assert last_act()["details"]["entered"] == "password"


@pytest.mark.parametrize(
    ("kind", "connection", "secrets", "field", "sentence"),
    [
        ("ftp", {"user": "u"}, {}, "host", "is needed"),
        ("ftp", {**FTP, "host": "ftp://x/y"}, {}, "host", "name of a server"),
        ("ftp", {**FTP, "host": "10.0.0.1"}, {}, "host", "private network"),
        ("ftp", {**FTP, "port": "many"}, {}, "port", "no whole number"),
        ("ftp", {**FTP, "port": 70000}, {}, "port", "from 1 to 65535"),
        ("ftp", {**FTP, "directory": "a/../../etc"}, {}, "directory", "without “..”"),
        ("ftp", {**FTP, "pattern": "a/*.csv"}, {}, "pattern", "no “/”"),
        ("ftp", {**FTP, "user": "a\r\nDELE b"}, {}, "user", "cannot be seen"),
        ("ftp", {**FTP, "colour": "red"}, {}, "colour", "no such field"),
        ("ftp", {**FTP, "password": "x"}, {}, "password", "among the secrets"),
        ("ftp", FTP, {"colour": "red"}, "colour", "no such secret"),
        ("ftps", {**FTP, "verify": "perhaps"}, {}, "verify", "Yes or no"),
        ("sftp", FTP, {}, "password", "is needed"),
        ("sftp", {**FTP, "auth": "key"}, {"private_key": "hello"}, "private_key", "no private key"),
        ("http", {"url": "ftp://www.example.com"}, {}, "url", "public http"),
        ("http", {"url": "https://claire:pw@www.example.com"}, {}, "url", "without name and password"),
        ("http", {"url": "http://169.254.169.254/latest"}, {}, "url", "private network"),
        ("http", {"url": "https://www.example.com", "auth": "magic"}, {}, "auth", "use one of none"),
        ("http", {"url": "https://www.example.com", "auth": "bearer"}, {}, "token", "is needed"),
        ("http", {"url": "https://www.example.com", "headers": "no header"}, {}, "headers", "is no header"),
        ("http", {"url": "https://www.example.com", "auth": "bearer"}, {"token": "é\n"}, "token", "paste it again"),
        ("rest", {"url": "https://www.example.com", "paging": "cursor"}, {}, "cursor_path", "is needed"),
        ("upload", {"host": "x"}, {}, "host", "sent to us"),
    ],
)
def test_each_wrong_field_has_its_sentence(supplier_id, kind, connection, secrets, field, sentence):
    found = wrong_fields(supplier_id=supplier_id, kind=kind, connection=connection, secrets=secrets)
    assert list(found) == [field]
    assert sentence in found[field]


def test_all_wrong_fields_are_told_at_once(supplier_id):
    assert set(wrong_fields(supplier_id=supplier_id, connection={"port": 0})) == {"host", "port", "user"}


def test_a_name_is_taken_once(supplier_id):
    made(supplier_id)
    with pytest.raises(SourceNameTaken):
        made(supplier_id)


def test_who_may_only_look_changes_and_tries_nothing(supplier_id, in_tenant, ftp):
    source_id = made(supplier_id, connection=to(ftp), secrets={"password": ftp.password})
    refused = in_tenant.viewer
    for act in (
        lambda: services.create_source(by=refused, supplier_id=supplier_id, name="B", kind="upload"),
        lambda: services.set_connection(by=refused, source_id=source_id, kind="upload"),
        lambda: services.delete_source(by=refused, source_id=source_id),
        lambda: services.test_connection(by=refused, source_id=source_id),
        lambda: services.test_connection(by=refused, kind="ftp", connection=to(ftp), supplier_id=supplier_id),
        lambda: services.test_connection(by=refused, kind="ftp", connection=to(ftp)),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert Source.objects.get().kind == "ftp"
    assert ftp.commands == []


@pytest.mark.parametrize("given", [None, {}, {"password": MASK}], ids=["nothing", "empty", "mask"])
def test_a_secret_that_is_not_given_stays(supplier_id, given):
    source_id = made(supplier_id)
    services.set_connection(by=None, source_id=source_id, connection={**FTP, "pattern": "*.csv"}, secrets=given)
    assert json.loads(Source.objects.get().secrets) == {"password": "hunter2"}
    assert selectors.connection_of(source_id)["pattern"] == "*.csv"


def test_an_empty_secret_goes(supplier_id):
    source_id = made(supplier_id)
    services.set_connection(by=None, source_id=source_id, secrets={"password": ""})
    assert Source.objects.get().secrets == ""
    assert selectors.connection_of(source_id)["password"] == ""


@pytest.mark.parametrize(
    ("kind", "connection"),
    [("ftp", {**FTP, "host": "sftp.example.com"}), ("ftp", {**FTP, "port": 2121}), ("sftp", FTP)],
    ids=["host", "port", "protocol"],
)
def test_a_kept_secret_never_goes_to_another_server(supplier_id, kind, connection):
    source_id = made(supplier_id)
    change = {"source_id": source_id, "kind": kind, "connection": connection}
    for act in (services.set_connection, services.test_connection):
        with pytest.raises(ConnectionInvalid) as refused:
            act(by=None, **change, secrets={"password": MASK})
        assert "another server" in str(refused.value.params["fields"]["password"])
    assert Source.objects.get().connection["host"] == "ftp.example.com"
    services.set_connection(by=None, **change, secrets={"password": "entered again"})
    assert json.loads(Source.objects.get().secrets) == {"password": "entered again"}


def test_secrets_of_a_way_that_was_given_up_are_forgotten(supplier_id):
    url = {"url": "https://www.example.com/p.csv"}
    source_id = made(supplier_id, "http", {**url, "auth": "bearer"}, {"token": "t0ken"})
    services.set_connection(by=None, source_id=source_id, connection=url)
    assert Source.objects.get().secrets == ""


def test_saving_the_same_again_tells_nobody(supplier_id):
    source_id = made(supplier_id)
    before = OutboxEvent.objects.count()
    services.set_connection(by=None, source_id=source_id, connection=FTP, secrets={"password": MASK})
    assert OutboxEvent.objects.count() == before


def test_files_are_listed_and_brought(supplier_id, ftp):
    source_id = made(supplier_id, connection=to(ftp), secrets={"password": ftp.password})
    (remote,) = services.list_remote(source_id)
    target = io.BytesIO()
    told = services.fetch_remote(source_id, remote, target, known=Validators(), limit=1000)
    assert (told.name, target.getvalue()) == ("prices.csv", PRICES)


def test_nothing_is_fetched_from_a_source_that_receives_its_files(supplier_id):
    source_id = made(supplier_id, "upload", {}, {})
    with pytest.raises(SourceNotFetched):
        services.list_remote(source_id)
    with pytest.raises(SourceNotFetched):
        services.test_connection(by=None, source_id=source_id)


def test_the_key_of_a_server_is_remembered_once_and_kept(supplier_id):
    with sftp_server() as server:
        source_id = made(supplier_id, "sftp", to(server), {"password": server.password})
        services.list_remote(source_id)
        key = selectors.connection_of(source_id)["host_key"]
        assert key.startswith("ssh-ed25519")
        services.set_connection(by=None, source_id=source_id, connection=to(server, pattern="*.csv"))
        services.list_remote(source_id)
        assert selectors.connection_of(source_id)["host_key"] == key
        services.set_connection(by=None, source_id=source_id, connection=to(server, host_key=""))
        assert selectors.connection_of(source_id)["host_key"] == ""


def test_another_server_is_not_held_to_the_key_of_the_first(supplier_id):
    known = {**FTP, "host_key": "ssh-ed25519 AAAA"}
    source_id = made(supplier_id, "sftp", known)
    moved = {**known, "host": "sftp.example.com"}
    services.set_connection(by=None, source_id=source_id, connection=moved, secrets={"password": "new"})
    assert selectors.connection_of(source_id)["host_key"] == ""


def test_a_trial_shows_the_first_rows(supplier_id, web):
    source_id = made(supplier_id, "http", {"url": f"{web.url}/prices.csv"}, {})
    result = services.test_connection(by=None, source_id=source_id)
    assert result.columns == ("SKU", "EAN", "Nom", "Prix")
    assert result.rows[0] == ("A1", "4006381333931", "Feutre", "2,50")
    assert (result.recognition.format, result.file.name, result.file.size) == ("csv", "prices.csv", len(PRICES))
    assert last_act()["code"] == "source.tested"


def test_a_trial_without_a_source_keeps_nothing(in_tenant, ftp):
    ftp.put("older.csv", PRICES)
    result = services.test_connection(
        by=in_tenant.manager, kind="ftp", connection=to(ftp), secrets={"password": ftp.password}
    )
    assert len(result.files) == 2
    assert Source.objects.count() == 0


def test_a_trial_follows_how_the_source_is_read(supplier_id, web):
    web.put("/prices.csv", b"Prices of Monday\n" + PRICES)
    source_id = made(supplier_id, "http", {"url": f"{web.url}/prices.csv"}, {}, reading={"header_row": 2})
    assert services.test_connection(by=None, source_id=source_id).columns == ("SKU", "EAN", "Nom", "Prix")


def test_a_trial_that_finds_no_file_says_so_without_an_error(supplier_id, ftp):
    source_id = made(supplier_id, connection=to(ftp, pattern="*.xml"), secrets={"password": ftp.password})
    result = services.test_connection(by=None, source_id=source_id)
    assert (result.files, result.file, result.rows) == ([], None, ())


def test_a_trial_that_fails_gives_the_sentence_and_the_cause(supplier_id, ftp):
    source_id = made(supplier_id, connection=to(ftp), secrets={"password": "wrong"})
    with pytest.raises(ConnectionFailed, match="refuses the sign-in") as failed:
        services.test_connection(by=None, source_id=source_id)
    assert failed.value.params["cause"] == "SOURCE_LOGIN_REFUSED"


def zipped(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, PRICES)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [(LOGIN_PAGE, "page"), (zipped("a.csv", "b.csv"), "archive_with_several_files"), (b"", "empty_file")],
    ids=["login page", "several files", "nothing"],
)
def test_what_is_no_table_is_named(supplier_id, web, content, code):
    web.put("/prices.csv", content)
    source_id = made(supplier_id, "http", {"url": f"{web.url}/prices.csv"}, {})
    with pytest.raises(UnreadableFile) as refused:
        services.test_connection(by=None, source_id=source_id)
    assert code in refused.value.code


def test_an_archive_with_one_data_file_is_looked_into(supplier_id, web):
    web.put("/prices.csv", zipped("a.csv"))
    source_id = made(supplier_id, "http", {"url": f"{web.url}/prices.csv"}, {})
    assert services.test_connection(by=None, source_id=source_id).columns[0] == "SKU"


def test_an_archived_source_has_forgotten_how_to_connect(supplier_id, in_tenant):
    source_id = made(supplier_id)
    services.create_schedule(by=None, source_id=source_id)
    services.delete_source(by=in_tenant.manager, source_id=source_id)
    row = Source.objects.get()
    assert (row.is_active, row.connection, row.secrets) == (False, {}, "")
    assert Schedule.objects.count() == 0
    assert last_act()["code"] == "source.archived"


def test_unknown_sources_are_not_found(in_tenant):
    for act in (services.list_remote, selectors.connection_of):
        with pytest.raises(NotFound):
            act(in_tenant.tenant.pk)
