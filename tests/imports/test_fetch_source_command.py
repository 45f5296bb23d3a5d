"""`manage.py fetch_source` against real servers: what it prints, what it imports, its exit status."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from imports.models import Fetch, ImportRun
from suppliers import services
from suppliers.models import Source
from tests.factories.imports import feed_csv, imported
from tests.fakes.feed_server import feed_server
from tests.fakes.ftp_server import ftp_server


@pytest.fixture(autouse=True)
def reachable(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def web(source):
    """A web server with the file of the source, whose mapping is known."""
    with feed_server() as server:
        server.put("/prices.csv", feed_csv(4))
        way = {"url": f"{server.url}/prices.csv"}
        services.set_connection(by=None, source_id=source.pk, kind="http", connection=way)
        yield server


@pytest.fixture
def source(in_tenant):
    supplier_id = services.ensure_supplier(tenant_id=in_tenant.tenant.pk, code="ACME", name="Acme")
    source_id = services.ensure_source(supplier_id=supplier_id, name="Prices")
    imported(feed_csv(2), tenant_id=in_tenant.tenant.pk, supplier="ACME", source="Prices")
    return Source.objects.get(pk=source_id)


@pytest.fixture
def fetch_source(in_tenant, capsys):
    """The command for the organisation: its lines."""

    def run(name="ACME/Prices", **options):
        call_command("fetch_source", name, **{"tenant": in_tenant.tenant.slug, **options})
        return capsys.readouterr().out.splitlines()

    return run


def refused(fetch_source, *arguments, **options):
    """The sentence of a refusal, and its exit status."""
    with pytest.raises(CommandError) as error:
        fetch_source(*arguments, **options)
    return str(error.value), error.value.returncode


def test_a_new_file_is_brought_and_imported(web, fetch_source):
    looked, run = fetch_source()
    assert looked.endswith("1 seen, 1 new.")
    made = ImportRun.objects.get(trigger="command")
    assert run.startswith(f"{made.pk}: Completed")
    assert (made.rows_created, made.rows_unchanged, Product.objects.count()) == (2, 2, 4)


def test_the_same_file_again_is_nothing_new_and_no_failure(web, fetch_source):
    fetch_source()
    (looked,) = fetch_source()
    assert looked.startswith("Nothing new")
    assert looked.endswith("0 new.")
    assert ImportRun.objects.filter(trigger="command").count() == 1


def test_a_file_comes_by_ftp_too(source, fetch_source):
    with ftp_server() as server:
        server.put("in/prices.csv", feed_csv(3))
        way = {"host": server.host, "port": server.port, "user": server.user, "directory": "in", "pattern": "*.csv"}
        secrets = {"password": server.password}
        services.set_connection(by=None, source_id=source.pk, kind="ftp", connection=way, secrets=secrets)
        looked, run = fetch_source()
        assert looked.endswith("1 seen, 1 new.")
        assert run.endswith(": Completed")
        assert Product.objects.count() == 3
        server.remove("in/prices.csv")
        (looked,) = fetch_source()
        assert looked.startswith("No file found: 0 seen")


@pytest.mark.parametrize(
    ("fault", "sentence"), [(401, "status 401"), (403, "refuses access"), (404, "404"), (500, "500")], ids=str
)
def test_a_server_in_trouble_is_a_failure_with_its_sentence(web, fetch_source, fault, sentence):
    web.fault = fault
    said, status = refused(fetch_source)
    assert status == 1
    assert said.startswith("The fetch did not complete: ")
    assert sentence in said
    assert not ImportRun.objects.filter(trigger="command").exists()


def ended(fetch_source, capsys):
    """The exit status of a fetch whose import did not end well, its sentence, and the line of the run."""
    said, status = refused(fetch_source)
    return status, said, capsys.readouterr().out.splitlines()[-1]


def test_a_page_instead_of_a_file_is_refused(web, fetch_source, capsys):
    web.fault = "html"
    status, said, line = ended(fetch_source, capsys)
    assert (status, said) == (3, "A file is refused.")
    assert "is a log-in page" in line
    assert Product.objects.count() == 2


def test_a_run_that_waits_for_its_mapping_is_named(web, fetch_source, capsys):
    web.put("/prices.csv", feed_csv(4).replace(b"Prix de vente", b"Zone 7"))
    status, said, line = ended(fetch_source, capsys)
    assert (status, said) == (4, "An import waits for somebody, nothing was changed.")
    assert line.endswith(": The mapping waits for confirmation")
    assert Product.objects.count() == 2


def test_a_run_that_the_brake_holds_is_named(web, fetch_source, capsys):
    web.put("/prices.csv", feed_csv(60))  # its middle prices are far from those of the two rows before
    status, _said, line = ended(fetch_source, capsys)
    assert (status, line.endswith(": Held: waits for approval")) == (4, True)


def test_a_run_that_fails_is_named(web, source, fetch_source, capsys):
    services.set_policies(by=None, source_id=source.pk, values={"error_policy": "all_or_nothing"})
    web.put("/prices.csv", feed_csv(4) + b"A9;;;\n")
    status, said, line = ended(fetch_source, capsys)
    assert (status, said) == (1, "An import failed.")
    assert ": Failed" in line
    assert Product.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ACME/Stocks", "has no source “Stocks”; its sources are: Prices."),
        ("ACME", "has no source “”; its sources are: Prices."),
        ("NOBODY/Prices", "there is no supplier with the code “NOBODY”"),
        ("", "there is no supplier with the code “”"),
    ],
)
def test_a_source_that_is_not_there_is_refused(source, fetch_source, name, sentence):
    said, status = refused(fetch_source, name)
    assert sentence in said
    assert status == 1
    assert not Fetch.objects.exists()


def test_a_source_that_receives_its_files_or_is_off_is_refused(web, source, fetch_source):
    Source.objects.filter(pk=source.pk).update(is_active=False)
    assert refused(fetch_source)[1] == 1
    Source.objects.filter(pk=source.pk).update(is_active=True, kind="upload")
    said, status = refused(fetch_source)
    assert "nothing to fetch" in said
    assert status == 1
    assert web.asked == []
    assert not Fetch.objects.exists()


def test_a_second_look_beside_one_at_work_is_refused(web, source, fetch_source):
    Fetch.objects.create(
        tenant_id=source.tenant_id, supplier_id=source.supplier_id, source_id=source.pk, status="processing"
    )
    assert refused(fetch_source)[1] == 1
    assert web.asked == []


@pytest.mark.parametrize("slug", [None, "nowhere"])
def test_the_organisation_has_to_be_named(source, fetch_source, slug):
    said, status = refused(fetch_source, tenant=slug)
    assert said.startswith("Name the organisation by --tenant; known are: ")
    assert status == 1
    assert not Fetch.objects.exists()
