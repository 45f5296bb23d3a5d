"""Imports through the API: from the file to the catalogue and back."""

import io
import uuid

import pytest

from core.tenancy import tenant_scope
from imports.selectors import latest_dry_run
from imports.services import execute_dry_run, execute_run
from suppliers.services import create_supplier
from tests.queries import at_most_queries

URL = "/api/v1/imports"
FEED = (
    "sku;nom;marque;ean;prix;stock\n"
    "A1;Lampe de bureau;Halo;3769991001010;19,90;4\n"
    "A2;Suspension cloche;Halo;3769991001027;49,00;0\n"
    "A3;Applique double;Halo;3769991001033;39,00;7\n"
)


@pytest.fixture
def supplier(people):
    with tenant_scope(people.tenant.pk):
        return create_supplier(by=None, tenant_id=people.tenant.pk, code="LUM", name="Lumina")


@pytest.fixture
def manager(api, people):
    api.force_login(people.manager)
    return api


def upload(client, text=FEED, **fields):
    file = io.BytesIO(text.encode())
    file.name = fields.pop("name", "tarif.csv")
    return client.post(f"{URL}/upload", {"file": file, "supplier_code": "LUM", **fields}, format="multipart")


def ready(client, **fields):
    """An uploaded run whose proposed mapping was confirmed."""
    run = upload(client, **fields).json()
    answer = client.put(f"{URL}/{run['id']}/mapping", {"mapping": run["mapping"]}, format="json")
    assert answer.status_code == 200, answer.json()
    return run["id"]


def executed(client, people, **fields):
    run_id = ready(client, **fields)
    assert client.post(f"{URL}/{run_id}/start").status_code == 202
    with tenant_scope(people.tenant.pk):
        execute_run(uuid.UUID(run_id))
    return run_id


def test_a_file_is_recognised_and_its_mapping_proposed(manager, supplier):
    answer = upload(manager)
    assert answer.status_code == 201
    body = answer.json()
    assert body["recognition"]["format"] == "csv"
    assert body["mapping"]["fields"]["ean"]["column"] == "ean"
    assert {"save_mapping", "dry_run", "delete"} <= set(body["possible"])
    assert "start" not in body["possible"]


def test_from_the_file_to_the_catalogue(manager, people, supplier):
    run_id = executed(manager, people)
    report = manager.get(f"{URL}/{run_id}/report").json()
    assert report["status"] == "completed"
    assert report["rows"] == {"read": 3, "created": 2, "updated": 0, "unchanged": 0, "held": 1, "skipped": 0}
    assert report["products"] == {"created": 2, "updated": 0}


def test_an_error_names_row_column_value_and_remedy(manager, people, supplier):
    run_id = executed(manager, people)
    body = manager.get(f"{URL}/{run_id}/errors", {"level": "error"}).json()
    assert (body["total"], body["page"], body["per_page"]) == (1, 1, 20)
    finding = body["items"][0]
    assert (finding["row_number"], finding["field"], finding["column"]) == (4, "ean", "ean")
    assert finding["code"] == "ean_checksum_invalid"
    assert "3769991001033" in finding["message"]


def test_a_held_row_is_corrected_and_replayed(manager, people, supplier):
    run_id = executed(manager, people)
    held = manager.get(f"{URL}/{run_id}/held-rows").json()["items"][0]
    answer = manager.patch(f"{URL}/held-rows/{held['id']}", {"values": {"ean": "3769991001034"}}, format="json")
    assert answer.json()["corrected"] == {"ean": "3769991001034"}
    replays = manager.post(f"{URL}/{run_id}/held-rows/replay", {}, format="json")
    assert replays.status_code == 202
    with tenant_scope(people.tenant.pk):
        execute_run(uuid.UUID(replays.json()[0]["id"]))
    assert manager.get(f"{URL}/{replays.json()[0]['id']}").json()["rows"]["created"] == 1
    assert manager.get(f"{URL}/{run_id}/held-rows").json()["total"] == 0


def test_held_rows_can_be_given_up(manager, people, supplier):
    run_id = executed(manager, people)
    assert manager.post(f"{URL}/{run_id}/held-rows/discard", {}, format="json").json() == {"discarded": 1}
    assert manager.get(f"{URL}/{run_id}/held-rows", {"state": "discarded"}).json()["total"] == 1


def test_a_dry_run_tells_what_would_change_and_changes_nothing(manager, people, supplier):
    run_id = ready(manager)
    started = manager.post(f"{URL}/{run_id}/dry-run")
    assert started.status_code == 202
    with tenant_scope(people.tenant.pk):
        execute_dry_run(uuid.UUID(started.json()["id"]))
    body = manager.get(f"{URL}/{run_id}/dry-run").json()
    assert body["status"] == "completed"
    assert manager.get(f"{URL}/{run_id}").json()["rows"]["created"] == 0


def test_an_import_is_undone(manager, people, supplier):
    run_id = executed(manager, people)
    undo = manager.post(f"{URL}/{run_id}/undo").json()
    assert undo["undoes"] == run_id
    with tenant_scope(people.tenant.pk):
        execute_run(uuid.UUID(undo["id"]))
    assert manager.get(f"{URL}/{undo['id']}").json()["status"] == "completed"


def test_a_second_undo_is_refused(manager, people, supplier):
    run_id = executed(manager, people)
    manager.post(f"{URL}/{run_id}/undo")
    answer = manager.post(f"{URL}/{run_id}/undo")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IMPORT_UNDO_REFUSED")


def test_a_started_run_is_not_started_again(manager, supplier):
    run_id = ready(manager)
    manager.post(f"{URL}/{run_id}/start")
    assert manager.put(f"{URL}/{run_id}/mapping", {"mapping": {}}, format="json").status_code in (409, 422)


def test_an_unconfirmed_mapping_does_not_start(manager, supplier):
    run_id = upload(manager).json()["id"]
    answer = manager.post(f"{URL}/{run_id}/start")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IMPORT_MAPPING_UNCONFIRMED")


def test_a_waiting_run_is_cancelled_and_retried(manager, supplier):
    run_id = ready(manager)
    manager.post(f"{URL}/{run_id}/start")
    assert manager.post(f"{URL}/{run_id}/cancel").json()["status"] == "cancelled"
    assert manager.post(f"{URL}/{run_id}/retry").json()["status"] == "pending"


@pytest.mark.parametrize("act", ["pause", "resume", "retry"])
def test_an_act_that_does_not_fit_the_state_is_refused(manager, supplier, act):
    answer = manager.post(f"{URL}/{ready(manager)}/{act}")
    assert answer.status_code == 409
    assert "possible" in answer.json()["error"]["message"]


def test_the_reading_can_be_overruled(manager, supplier):
    run_id = upload(manager).json()["id"]
    body = manager.put(f"{URL}/{run_id}/reading", {"header_row": 0}, format="json").json()
    assert body["recognition"]["columns"][0] == "#1"
    assert manager.put(f"{URL}/{run_id}/reading", {"colour": "red"}, format="json").status_code == 422


REFUSED = [
    ("", "empty"),
    (
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>password</form></body></html>",
        "log-in page",
    ),
]


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_a_file_that_is_no_table_gets_one_clear_sentence(manager, supplier, text, word):
    answer = upload(manager, text)
    assert answer.status_code == 422
    assert word in answer.json()["error"]["message"]


def test_a_file_above_the_limit_is_refused(manager, supplier, settings):
    settings.IMPORT_MAX_FILE_BYTES = 50
    answer = upload(manager)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "IMPORT_FILE_TOO_LARGE")


@pytest.mark.parametrize(("asked", "kind"), [({"import_type": "full"}, "full"), ({}, "partial")])
def test_a_full_import_is_asked_for_by_name(manager, supplier, asked, kind):
    assert upload(manager, **asked).json()["import_type"] == kind


def test_the_supplier_has_to_be_named_once(manager, supplier):
    assert upload(manager, supplier_id=supplier).status_code == 422
    assert upload(manager, supplier_code="NOBODY").status_code == 404


def test_the_log_tells_the_steps(manager, people, supplier):
    lines = manager.get(f"{URL}/{executed(manager, people)}/logs").json()
    assert len(lines) >= 3
    assert {"timestamp", "level", "code", "message"} == set(lines[0])


def test_lists_are_filtered_and_cost_a_constant_number_of_queries(manager, people, supplier):
    for _number in range(3):
        upload(manager)
    with at_most_queries(7):
        body = manager.get(URL, {"status": "pending", "per_page": 2}).json()
    assert (len(body["items"]), body["total"]) == (2, 3)
    assert manager.get(URL, {"status": "completed"}).json()["total"] == 0


def test_a_run_is_deleted_by_those_who_may(api, people, supplier):
    api.force_login(people.manager)
    run_id = upload(api).json()["id"]
    assert api.delete(f"{URL}/{run_id}").status_code == 403
    api.force_login(people.admin)
    assert api.delete(f"{URL}/{run_id}").status_code == 204
    assert api.get(f"{URL}/{run_id}").status_code == 404


ROUTES = [
    ("get", ""),
    ("get", "/report"),
    ("get", "/errors"),
    ("get", "/logs"),
    ("get", "/held-rows"),
    ("get", "/mapping"),
    ("get", "/dry-run"),
    ("post", "/dry-run"),
    ("post", "/start"),
    ("post", "/pause"),
    ("post", "/resume"),
    ("post", "/cancel"),
    ("post", "/retry"),
    ("post", "/undo"),
    ("post", "/held-rows/replay"),
    ("post", "/held-rows/discard"),
]


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_a_stranger_finds_nothing(api, people, supplier, method, route):
    api.force_login(people.manager)
    run_id = ready(api)
    api.force_login(people.stranger)
    assert getattr(api, method)(f"{URL}/{run_id}{route}").status_code == 404


@pytest.mark.parametrize(("method", "route"), [row for row in ROUTES if row[0] == "post"])
def test_a_viewer_changes_nothing(api, people, supplier, method, route):
    api.force_login(people.manager)
    run_id = ready(api)
    api.force_login(people.viewer)
    assert getattr(api, method)(f"{URL}/{run_id}{route}").status_code == 403
    with tenant_scope(people.tenant.pk):
        from imports.models import ImportRun

        assert latest_dry_run(ImportRun.objects.get(pk=run_id)) is None


def test_a_viewer_may_not_upload(api, people, supplier):
    api.force_login(people.viewer)
    assert upload(api).status_code == 403
