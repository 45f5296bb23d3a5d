"""Sources and suppliers through the API."""

import pytest

from core.encryption import MASK
from core.errors import InvalidInput
from core.tenancy import tenant_scope
from suppliers import services
from suppliers.models import Source, Supplier
from tests.fakes.ftp_server import ftp_server

PRICES = b"SKU;Nom\nA1;Feutre\nA2;Stylo\n"


@pytest.fixture(autouse=True)
def reachable(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1", "ftp.example.com"]


@pytest.fixture
def supplier_id(people):
    with tenant_scope(people.tenant.pk):
        return services.ensure_supplier(tenant_id=people.tenant.pk, code="ACME")


@pytest.fixture
def url(supplier_id):
    return f"/api/v1/suppliers/{supplier_id}/sources"


@pytest.fixture
def manager(api, people):
    api.force_login(people.manager)
    return api


def body(**more):
    way = {"connection": {"host": "ftp.example.com", "user": "u"}, "secrets": {"password": "hunter2"}}
    return {"name": "Prices", "kind": "ftp", **way, **more}


def stored(people):
    with tenant_scope(people.tenant.pk):
        return Source.objects.get()


def test_a_source_is_made_listed_and_shown_without_secrets(manager, url):
    made = manager.post(url, body(import_type="full", reading={"delimiter": ";"}), format="json")
    assert made.status_code == 201
    shown = manager.get(f"/api/v1/sources/{made.json()['id']}")
    assert shown.json() == made.json()
    assert manager.get(url).json()["items"] == [made.json()]
    assert made.json()["connection"]["password"] == MASK
    assert "hunter2" not in made.content.decode()
    assert (made.json()["import_type"], made.json()["reading"]) == ("full", {"delimiter": ";"})


def test_wrong_fields_of_a_connection_are_named(manager, url, people):
    answer = manager.post(url, body(connection={"port": 0}), format="json")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "CONNECTION_INVALID"
    assert set(answer.json()["error"]["details"]["fields"]) == {"host", "port", "user"}


@pytest.mark.parametrize("change", [{"reading": {"colour": "red"}}, {"reading": {"header_row": "x"}}, {"pick": "all"}])
def test_wrong_decisions_are_refused(manager, url, change):
    assert manager.post(url, body(**change), format="json").status_code == 422


def test_a_change_takes_decisions_and_connection_together(manager, url, people):
    source = manager.post(url, body(), format="json").json()["id"]
    change = {"pick": "all_new", "connection": {"host": "ftp.example.com", "user": "other"}}
    answer = manager.patch(f"/api/v1/sources/{source}", change, format="json")
    assert (answer.json()["pick"], answer.json()["connection"]["user"]) == ("all_new", "other")
    assert answer.json()["connection"]["password"] == MASK


def test_a_change_is_made_whole_or_not_at_all(manager, url, people):
    source = manager.post(url, body(), format="json").json()["id"]
    change = {"pick": "all_new", "connection": {"host": "ftp.example.com"}}
    assert manager.patch(f"/api/v1/sources/{source}", change, format="json").status_code == 422
    assert stored(people).pick == "newest"


def test_rules_and_filters_are_not_taken_here_unchecked(manager, url, people):
    source = manager.post(url, body(), format="json").json()["id"]
    change = {"rules": [{"kind": "nonsense"}], "filters": [{"action": "pray"}]}
    address = f"/api/v1/sources/{source}"
    for answer in (
        manager.patch(address, change, format="json"),
        manager.patch(address, {**change, "pick": "all_new"}, format="json"),
        manager.post(url, body(name="Stocks", **change), format="json"),
    ):
        assert answer.status_code == 422
        assert "sources/{id}/rules" in answer.content.decode()
    with tenant_scope(people.tenant.pk):
        assert list(Source.objects.values_list("pick", "rules", "filters")) == [("newest", [], [])]


@pytest.mark.parametrize(
    ("brake", "said"),
    [
        ({"rows_less": 20}, "The brake has no limit “rows_less”; it has: rows_fewer, "),
        ({"held": 101}, "less than or equal to 100"),
        ({"price": 10_001}, "less than or equal to 10000"),
        ({"rows_fewer": -1}, "greater than or equal to 0"),
        ({"rows_fewer": 30, "enabled": 0}, "The brake has no limit “enabled”"),
    ],
)
def test_a_limit_that_the_brake_would_not_keep_is_refused(manager, url, people, brake, said):
    source = manager.post(url, body(brake={"rows_fewer": 40, "price": None}), format="json").json()["id"]
    for answer in (
        manager.patch(f"/api/v1/sources/{source}", {"brake": brake}, format="json"),
        manager.post(url, body(name="Stocks", brake=brake), format="json"),
    ):
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert stored(people).brake == {"rows_fewer": 40, "price": None}


def test_a_news_that_nobody_would_be_told_is_refused(manager, url, people):
    source = manager.post(url, body(alerts={"failed": False}), format="json").json()["id"]
    answer = manager.patch(f"/api/v1/sources/{source}", {"alerts": {"fail": True}}, format="json")
    assert answer.status_code == 422
    assert "There is no news “fail”; there are: success, failed, " in answer.content.decode()
    assert stored(people).alerts == {"failed": False}


def test_the_service_itself_refuses_a_limit_that_does_not_exist(supplier_id, people):
    with tenant_scope(people.tenant.pk):
        source_id = services.ensure_source(supplier_id=supplier_id)
        with pytest.raises(InvalidInput, match="no limit “rows_less”"):
            services.set_policies(by=None, source_id=source_id, values={"brake": {"rows_less": 20}, "pick": "all_new"})
        with pytest.raises(InvalidInput, match="from 0 to 100, not “200”"):
            services.create_source(by=None, supplier_id=supplier_id, name="B", kind="upload", brake={"missing": 200})
    assert (stored(people).brake, stored(people).pick) == ({}, "newest")


def test_deleting_archives(manager, url, people):
    source = manager.post(url, body(), format="json").json()["id"]
    assert manager.delete(f"/api/v1/sources/{source}").status_code == 204
    assert (stored(people).is_active, stored(people).secrets) == (False, "")


def test_a_connection_is_tried_before_it_is_saved(manager, people):
    with ftp_server() as server:
        server.put("prices.csv", PRICES)
        way = {"host": server.host, "port": server.port, "user": server.user}
        sent = {"kind": "ftp", "connection": way, "secrets": {"password": server.password}}
        answer = manager.post("/api/v1/sources/test", sent, format="json")
        assert answer.status_code == 200
        assert (answer.json()["format"], answer.json()["columns"]) == ("csv", ["SKU", "Nom"])
        assert answer.json()["rows"] == [["A1", "Feutre"], ["A2", "Stylo"]]
        failed = manager.post("/api/v1/sources/test", {**sent, "secrets": {"password": "no"}}, format="json")
        assert failed.status_code == 422
        assert failed.json()["error"]["details"]["cause"] == "SOURCE_LOGIN_REFUSED"


def test_a_saved_connection_is_tried(manager, url):
    with ftp_server() as server:
        server.put("prices.csv", PRICES)
        way = {"host": server.host, "port": server.port, "user": server.user}
        made = manager.post(url, body(connection=way, secrets={"password": server.password}), format="json")
        answer = manager.post(f"/api/v1/sources/{made.json()['id']}/test", {}, format="json")
    assert answer.json()["files"][0]["name"] == "prices.csv"


def test_the_kinds_say_what_they_ask_for(manager):
    kinds = {each["kind"]: each["fields"] for each in manager.get("/api/v1/sources/kinds").json()["items"]}
    assert kinds["upload"] == kinds["push"] == []
    password = next(field for field in kinds["sftp"] if field["name"] == "password")
    assert (password["is_secret"], password["default"]) == (True, None)
    assert password["shown_for"] == {"auth": ["password"]}


def test_viewers_and_strangers_change_nothing(api, manager, url, people):
    source = manager.post(url, body(), format="json").json()["id"]
    for person, status in ((people.viewer, 403), (people.stranger, 404)):
        api.force_login(person)
        assert api.patch(f"/api/v1/sources/{source}", {"pick": "all_new"}, format="json").status_code == status
        assert api.delete(f"/api/v1/sources/{source}").status_code == status
        assert api.post(f"/api/v1/sources/{source}/test", {}, format="json").status_code == status
    assert (stored(people).pick, stored(people).is_active) == ("newest", True)


def test_a_supplier_is_changed_written_anew_and_archived(manager, supplier_id, people):
    url = f"/api/v1/suppliers/{supplier_id}"
    assert manager.patch(url, {"priority": 5}, format="json").json()["priority"] == 5
    assert manager.put(url, {"code": "ACME2", "name": "Acme"}, format="json").json()["code"] == "ACME2"
    assert manager.put(url, {"name": "Acme"}, format="json").status_code == 422
    assert manager.delete(url).status_code == 204
    with tenant_scope(people.tenant.pk):
        assert Supplier.objects.get().is_active is False
    assert manager.get(url).json()["priority"] == 5
