"""How a feed's files arrive: the tab of the connection, the way to a new feed, the test that shows the first rows."""

import json

import pytest

from core.encryption import MASK
from core.tenancy import tenant_scope
from suppliers.models import Source
from suppliers.services import create_source, create_supplier
from tests.fakes.feed_server import feed_server
from tests.imports.pages import FEED, signed_in, text_of

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def server(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    with feed_server() as running:
        running.put("/tarif.csv", FEED.encode("cp1252"))
        yield running


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def supplier(people):
    with tenant_scope(people.tenant.pk):
        return create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Alpha")


@pytest.fixture
def source(people, supplier, server):
    with tenant_scope(people.tenant.pk):
        made = create_source(
            by=None,
            supplier_id=supplier,
            name="Prices",
            kind="http",
            connection={"url": f"{server.url}/tarif.csv", "auth": "basic", "user": "shop"},
            secrets={"password": "open sesame"},
        )
        return Source.objects.get(pk=made)


def new(supplier):
    return f"/suppliers/{supplier}/sources/new/"


def tab(source):
    return f"/feeds/{source.pk}/connection/"


def answers(url, do, **more):
    return {"kind": "http", "c-url": url, "c-method": "GET", "c-auth": "none", "pick": "newest", "do": do, **more}


def fresh(people, source):
    with tenant_scope(people.tenant.pk):
        return Source.objects.get(pk=source.pk)


def test_the_kinds_are_offered(manager, supplier):
    text = text_of(manager.get(new(supplier)))
    assert all(f"?kind={kind}" in text for kind in ("upload", "http", "rest", "ftp", "ftps", "sftp", "push"))
    assert "Test connection" not in text
    assert "Test connection" in text_of(manager.get(f"{new(supplier)}?kind=http"))


def test_a_test_shows_the_first_rows_and_keeps_nothing(manager, people, supplier, server):
    text = text_of(manager.post(new(supplier), answers(f"{server.url}/tarif.csv", "test"), headers=FRAGMENT))
    assert text.lstrip().startswith('<div class="stack" id="trial"')
    assert "It works: tarif.csv came" in text
    assert "Perceuse-visseuse" in text
    with tenant_scope(people.tenant.pk):
        assert not Source.objects.exists()


def test_a_failed_test_says_why(manager, supplier, server):
    server.fault = 401
    text = text_of(manager.post(new(supplier), answers(f"{server.url}/tarif.csv", "test"), headers=FRAGMENT))
    assert "The test failed" in text
    assert "Traceback" not in text


def test_a_feed_is_written_down_with_its_connection(manager, people, supplier, server):
    sent = answers(f"{server.url}/tarif.csv", "save", name="Prices", pick="all_new")
    answer = manager.post(new(supplier), sent)
    with tenant_scope(people.tenant.pk):
        made = Source.objects.get()
    assert answer.url == f"/feeds/{made.pk}/"
    assert (made.name, made.kind, made.pick) == ("Prices", "http", "all_new")
    assert made.connection["url"] == f"{server.url}/tarif.csv"


@pytest.mark.parametrize(("kind", "place"), [("upload", "/imports/new/?source="), ("push", "/feeds/")])
def test_files_that_are_sent_need_no_connection(manager, people, supplier, kind, place):
    answer = manager.post(new(supplier), {"kind": kind, "name": "Files", "do": "save"})
    assert answer.url.startswith(place)
    with tenant_scope(people.tenant.pk):
        assert Source.objects.get().kind == kind


def test_what_is_wrong_stands_beside_its_field(manager, people, supplier, source):
    answer = manager.post(new(supplier), answers("", "save", name="Stock"))
    assert answer.status_code == 422
    assert "url" in answer.context["form"].errors
    answer = manager.post(new(supplier), answers("https://example.com/a.csv", "save", name="Prices"))
    assert answer.status_code == 422
    assert list(answer.context["naming"].errors) == ["name"]
    with tenant_scope(people.tenant.pk):
        assert Source.objects.count() == 1


def test_another_answer_asks_other_fields(manager, supplier):
    text = text_of(manager.post(new(supplier), answers("", "fields", **{"c-auth": "bearer"}), headers=FRAGMENT))
    assert 'name="c-token"' in text
    assert 'name="c-password"' not in text


def test_a_secret_is_never_shown_and_stays_when_left_empty(manager, people, source, server):
    text = text_of(manager.get(tab(source)))
    assert "open sesame" not in text
    assert MASK in text
    sent = answers(f"{server.url}/tarif.csv", "save", **{"c-auth": "basic", "c-user": "other", "c-password": ""})
    assert manager.post(tab(source), sent).status_code == 302
    changed = fresh(people, source)
    assert changed.connection["user"] == "other"
    assert json.loads(changed.secrets) == {"password": "open sesame"}


def test_a_secret_that_is_not_asked_for_any_more_is_forgotten(manager, people, source, server):
    manager.post(tab(source), answers(f"{server.url}/tarif.csv", "save"))
    assert fresh(people, source).secrets in ("", "{}")


def test_a_feed_changes_its_kind(manager, people, source):
    assert "Not saved yet" in text_of(manager.get(f"{tab(source)}?kind=push"))
    manager.post(f"{tab(source)}?kind=push", {"kind": "push", "do": "save"})
    changed = fresh(people, source)
    assert (changed.kind, changed.connection) == ("push", {})
    assert f"/api/v1/sources/{source.pk}/file" in text_of(manager.get(tab(source)))


def test_a_viewer_sees_the_connection_and_changes_nothing(people, source, server):
    viewer = signed_in(people.viewer)
    text = text_of(viewer.get(tab(source)))
    assert f"{server.url}/tarif.csv" in text
    assert "open sesame" not in text
    for do in ("test", "save"):
        assert viewer.post(tab(source), answers("https://example.com/b.csv", do)).status_code == 403
    assert fresh(people, source).connection == source.connection
    assert server.asked == []


def test_a_feed_of_another_organisation_does_not_exist(people, supplier, source):
    stranger = signed_in(people.stranger)
    assert stranger.get(tab(source)).status_code == 404
    assert stranger.get(new(supplier)).status_code == 404
