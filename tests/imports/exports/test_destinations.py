"""Destinations with real servers: files arrive whole, faults are told in one sentence, secrets stay here."""

import pytest

from core.encryption import MASK
from core.errors import Conflict, InvalidInput, PermissionRefused
from core.jobs import JobStatus
from imports.models import Export, ExportDestination
from imports.services.exports import retry_export
from imports.services.exports.connections import (
    change_destination,
    create_destination,
    delete_destination,
    shown_connection,
    try_destination,
)
from imports.services.exports.links import export_behind
from imports.services.exports.work import execute_export
from suppliers.fetchers.sending import _rename_by_sftp
from tests.fakes.ftp_server import ftp_server
from tests.fakes.mail_server import running_mail_server
from tests.fakes.s3_server import ACCESS_KEY, BUCKET, REGION, SECRET_KEY, s3_server
from tests.fakes.sftp_server import sftp_server
from tests.imports.exports.making import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local_servers(settings):
    """The guard lets the servers of the tests through."""
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def made(in_tenant):
    """Makes destinations as the manager."""

    def make(kind, name="There", **answers):
        people = in_tenant
        secrets = answers.pop("secrets", {})
        return create_destination(
            tenant_id=people.tenant.pk, by=people.manager, name=name, kind=kind, connection=answers, secrets=secrets
        )

    return make


def s3_answers(server, **other):
    answers = {"bucket": BUCKET, "region": REGION, "url": server.url, "prefix": "shop", "access_key": ACCESS_KEY}
    return {**answers, "secrets": {"secret_key": SECRET_KEY}, **other}


def ftp_answers(server, **other):
    answers = {"host": server.host, "port": server.port, "user": server.user}
    return {**answers, "secrets": {"password": server.password}, **other}


def test_a_file_in_a_bucket(shop, exporter, made):
    with s3_server() as server:
        export = exporter.done(destination_id=made("s3", **s3_answers(server)).pk, file_name="stock")
    assert export.status == JobStatus.COMPLETED, export.error_message
    assert server.objects == {"shop/stock.csv": content_of(export)}
    assert export.delivered_to == "s3://exports/shop/stock.csv"


def test_a_bucket_with_the_wrong_key_fails_and_keeps_the_file(shop, exporter, made):
    with s3_server() as server:
        destination = made("s3", **s3_answers(server, secrets={"secret_key": "wrong"}))
        export = exporter.done(destination_id=destination.pk)
        assert (export.status, export.has_file, server.objects) == (JobStatus.FAILED, True, {})
        assert "the keys are not accepted" in export.error_message
        change_destination(destination.pk, by=exporter.people.manager, secrets={"secret_key": SECRET_KEY})
        retry_export(export.pk, by=exporter.people.manager)
        execute_export(export.pk)
        export.refresh_from_db()
    assert (export.status, len(server.objects)) == (JobStatus.COMPLETED, 1)


def test_a_bucket_that_is_busy_is_tried_again(shop, exporter, made):
    with s3_server() as server:
        server.status = 503
        export = exporter.done(destination_id=made("s3", **s3_answers(server)).pk)
    assert (export.status, export.delivered_at) == (JobStatus.PENDING, None)
    assert export.next_attempt_at


def test_the_trial_of_a_bucket_leaves_nothing_there(in_tenant, made):
    with s3_server() as server:
        row = made("s3", **s3_answers(server))
        sentence = try_destination(by=in_tenant.manager, tenant_id=in_tenant.tenant.pk, kind="", destination_id=row.pk)
    assert BUCKET in sentence
    assert (server.objects, len(server.deleted)) == ({}, 1)
    row.refresh_from_db()
    assert row.tested_at


@pytest.mark.parametrize("tls", [False, True], ids=["ftp", "ftps"])
def test_a_file_by_ftp(shop, exporter, made, tls):
    with ftp_server(tls=tls) as server:
        (server.folder / "in").mkdir()
        more = {"verify": False} if tls else {}
        destination = made("ftps" if tls else "ftp", **ftp_answers(server, directory="in", **more))
        export = exporter.done(destination_id=destination.pk, file_name="stock")
        assert export.status == JobStatus.COMPLETED, export.error_message
        assert [path.name for path in (server.folder / "in").iterdir()] == ["stock.csv"]
        assert (server.folder / "in" / "stock.csv").read_bytes() == content_of(export)


def test_a_file_by_ftp_replaces_the_one_of_before(shop, exporter, made):
    with ftp_server() as server:
        server.put("stock.csv", b"old")
        export = exporter.done(destination_id=made("ftp", **ftp_answers(server)).pk, file_name="stock")
        assert (server.folder / "stock.csv").read_bytes() == content_of(export)


def test_a_server_that_does_not_write_over_files_gets_the_new_one(shop, exporter, made):
    with ftp_server() as server:
        server.put("stock.csv", b"old")
        server.fault = "no replacing"
        export = exporter.done(destination_id=made("ftp", **ftp_answers(server)).pk, file_name="stock")
        assert [path.name for path in server.folder.iterdir()] == ["stock.csv"]
        assert (server.folder / "stock.csv").read_bytes() == content_of(export)


def test_a_file_that_cannot_get_its_name_leaves_the_one_of_before(shop, exporter, made):
    with ftp_server() as server:
        server.put("stock.csv", b"old")
        server.fault = "no new names"
        export = exporter.done(destination_id=made("ftp", **ftp_answers(server)).pk, file_name="stock")
        assert [path.name for path in server.folder.iterdir()] == ["stock.csv"]
        assert (server.folder / "stock.csv").read_bytes() == b"old"
    assert export.delivered_at is None
    assert export.error_message


class _NoNames:
    """An SFTP session whose server renames nothing from `.part` to a final name, one way or the other."""

    def __init__(self, *names):
        self.names = set(names)

    def posix_rename(self, _old, _new):
        raise OSError("not known here")

    def rename(self, old, new):
        if new in self.names or (old.endswith("new.part") and new == "stock.csv"):
            raise OSError("not allowed")
        self.names.remove(old)
        self.names.add(new)

    def remove(self, name):
        self.names.remove(name)


def test_a_file_that_cannot_get_its_name_by_sftp_leaves_the_one_of_before():
    session = _NoNames("new.part", "stock.csv")
    with pytest.raises(OSError, match="not allowed"):
        _rename_by_sftp(session, "new.part", "stock.csv", former="old.part")
    assert session.names == {"new.part", "stock.csv"}


def test_a_sign_in_that_is_refused(shop, exporter, made):
    with ftp_server() as server:
        destination = made("ftp", **ftp_answers(server, secrets={"password": "wrong"}))
        export = exporter.done(destination_id=destination.pk)
        assert list(server.folder.iterdir()) == []
    assert export.status == JobStatus.FAILED
    assert "sign-in" in export.error_message


def test_a_file_by_sftp_and_the_key_of_the_server(shop, exporter, made):
    with sftp_server() as server:
        destination = made("sftp", **ftp_answers(server))
        export = exporter.done(destination_id=destination.pk, file_name="stock")
        assert export.status == JobStatus.COMPLETED, export.error_message
        assert [path.name for path in server.folder.iterdir()] == ["stock.csv"]
        assert (server.folder / "stock.csv").read_bytes() == content_of(export)
        destination.refresh_from_db()
        assert destination.connection["host_key"].startswith("ssh-ed25519")
    with sftp_server(port=server.port) as other:
        again = exporter.done(destination_id=destination.pk)
        assert list(other.folder.iterdir()) == []
    assert "another key" in again.error_message


def test_a_small_file_is_attached_to_a_mail(shop, exporter, made, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server(settings) as server:
        destination = made("email", recipients="a@example.org\nb@example.org")
        export = exporter.done(destination_id=destination.pk, file_name="stock")
    assert export.status == JobStatus.COMPLETED, export.error_message
    ((recipients, mail),) = server.mails
    assert recipients == ["a@example.org", "b@example.org"]
    (attachment,) = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("stock.csv", content_of(export))


def test_line_ends_in_the_name_of_an_export_are_none_in_a_subject(shop, exporter, made, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server(settings) as server:
        destination = made("email", recipients="a@example.org")
        export = exporter.done(destination_id=destination.pk, name="Stock\nBcc: b@example.org")
    assert export.status == JobStatus.COMPLETED, export.error_message
    ((recipients, mail),) = server.mails
    assert (recipients, mail["Subject"]) == (["a@example.org"], "Stock Bcc: b@example.org")


def test_a_large_file_is_a_link(shop, exporter, made, settings, monkeypatch):
    monkeypatch.setattr("imports.exports.destinations.email.MOST_BYTES", 10)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server(settings) as server:
        export = exporter.done(destination_id=made("email", recipients="a@example.org").pk)
    ((_recipients, mail),) = server.mails
    assert list(mail.iter_attachments()) == []
    assert f"/exports/{export.pk}/" in mail.get_body().get_content()


def test_a_mail_server_that_says_no(shop, exporter, made, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server(settings) as server:
        server.after_data = "550 No"
        export = exporter.done(destination_id=made("email", recipients="a@example.org").pk)
    assert (export.status, export.error_code) == (JobStatus.FAILED, "MAIL_REFUSED")


def test_a_mail_server_that_is_away(shop, exporter, made, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    export = exporter.done(destination_id=made("email", recipients="a@example.org").pk)
    assert (export.status, export.error_code) == (JobStatus.PENDING, "MAIL_SERVER_AWAY")


def test_a_webhook_gets_a_link_that_gives_the_file(shop, exporter, made, client):
    export = exporter.done(destination_id=made("webhook").pk)
    link = export.checkpoint["link"]
    answer = client.get(link[link.index("/exports/file/") :])
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == content_of(export)
    token = link.rstrip("/").rpartition("/")[2]
    Export.objects.update(file_until="2020-01-01T00:00Z")
    assert export_behind(token) is None
    assert client.get(f"/exports/file/{token}x/").status_code == 404


def test_a_link_of_an_export_that_was_not_meant_for_a_webhook_gives_nothing(shop, exporter):
    from imports.services.exports.links import link_for

    export = exporter.done()
    assert export_behind(link_for(export).rstrip("/").rpartition("/")[2]) is None


def test_secrets_are_kept_encrypted_and_never_shown(in_tenant, made):
    with ftp_server() as server:
        row = made("ftp", **ftp_answers(server))
    assert shown_connection(row)["password"] == MASK
    assert server.password not in str(row.connection)


def test_a_secret_does_not_go_to_another_server(in_tenant, made):
    with ftp_server() as server:
        row = made("ftp", **ftp_answers(server))
        with pytest.raises(InvalidInput):
            change_destination(row.pk, by=in_tenant.manager, connection={**row.connection, "port": 2121})
    row.refresh_from_db()
    assert row.connection["port"] == server.port


def test_answers_are_checked(made):
    for kind, answers in (
        ("s3", {"bucket": ""}),
        ("ftp", {"host": "ftp://x"}),
        ("email", {"recipients": "nobody"}),
        ("email", {"recipients": "\n".join(f"a{n}@example.org" for n in range(21))}),
        ("s3", {"bucket": "b", "access_key": "a", "prefix": "../x", "secrets": {"secret_key": "x"}}),
        ("s3", {"bucket": "my bucket", "access_key": "a", "secrets": {"secret_key": "x"}}),
        ("s3", {"bucket": "b", "region": "eu west", "access_key": "a", "secrets": {"secret_key": "x"}}),
        ("s3", {"bucket": "b", "url": "http://127.0.0.1/?a=1", "access_key": "a", "secrets": {"secret_key": "x"}}),
        ("fax", {}),
    ):
        with pytest.raises(InvalidInput):
            made(kind, **answers)
    assert ExportDestination.objects.count() == 0


def test_addresses_of_the_own_network_are_refused(made, settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = []
    with pytest.raises(InvalidInput):
        made("s3", bucket="b", url="http://127.0.0.1:9000", access_key="a", secrets={"secret_key": "x"})


def test_names_are_unique_and_rights_are_asked(in_tenant, made):
    row = made("webhook", name="Hook")
    with pytest.raises(Conflict):
        made("webhook", name="Hook")
    for act in (
        lambda: delete_destination(row.pk, by=in_tenant.viewer),
        lambda: change_destination(row.pk, by=in_tenant.viewer, name="Mine"),
        lambda: try_destination(by=in_tenant.viewer, tenant_id=in_tenant.tenant.pk, kind="webhook"),
    ):
        with pytest.raises(PermissionRefused):
            act()
    row.refresh_from_db()
    assert row.name == "Hook"


def test_one_that_is_off_is_not_used(shop, exporter, made):
    row = made("webhook")
    change_destination(row.pk, by=exporter.people.manager, is_active=False)
    with pytest.raises(InvalidInput) as refused:
        exporter.start(destination_id=row.pk)
    assert refused.value.code == "EXPORT_DESTINATION_OFF"
