"""A file at a web address through the API: fetched now or later, its source kept; runs read again."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from core.jobs import JobStatus
from imports.models import Fetch, ImportRun
from imports.services import execute_fetch
from suppliers.models import Source
from suppliers.services import ensure_supplier
from tests.factories.imports import feed_csv, uploaded
from tests.fakes.feed_server import feed_server

CREATE = "/api/v1/imports/create"


@pytest.fixture
def server():
    with override_settings(HTTP_ALLOWED_PRIVATE_HOSTS=["127.0.0.1", "localhost"]), feed_server() as running:
        yield running


@pytest.fixture
def asked(api, people, tenant_id, server):
    """Asks for the file as the manager; the answer."""
    api.force_login(people.manager)
    supplier_id = ensure_supplier(tenant_id=tenant_id, code="ACME")
    server.put("/tarif.csv", feed_csv(5))
    body = {"supplier_id": str(supplier_id), "file_url": f"{server.url}/tarif.csv"}
    return lambda **more: api.post(CREATE, {**body, **more}, format="json")


def test_a_file_is_fetched_and_its_source_kept(asked, tenant_id):
    answer = asked()
    assert answer.status_code == 202
    execute_fetch(answer.json()["id"])
    run = ImportRun.objects.get()
    assert (run.recognition["format"], run.is_partial, run.trigger) == ("csv", True, "api")
    assert asked().json()["source_id"] == answer.json()["source_id"]
    assert Source.objects.filter(kind="http").count() == 1


def test_a_full_import_is_said_of_the_new_source(asked):
    asked(import_type="full")
    assert Source.objects.get(kind="http").import_type == "full"


def test_a_later_time_is_waited_for(asked):
    later = timezone.now() + timedelta(days=3)
    fetch = Fetch.objects.get(pk=asked(scheduled_at=later.isoformat()).json()["id"])
    assert (fetch.status, fetch.next_attempt_at) == (JobStatus.PENDING, later)
    assert execute_fetch(fetch.pk) is None


def test_what_cannot_be_fetched_is_refused_and_leaves_nothing(api, people, tenant_id):
    supplier_id = str(ensure_supplier(tenant_id=tenant_id, code="ACME"))
    api.force_login(people.manager)
    for url in ("http://127.0.0.1/x.csv", "ftp://example.org/x.csv", "no address"):
        answer = api.post(CREATE, {"supplier_id": supplier_id, "file_url": url}, format="json")
        assert (url, answer.status_code) == (url, 422)
    api.force_login(people.viewer)
    answer = api.post(CREATE, {"supplier_id": supplier_id, "file_url": "https://example.org/x.csv"}, format="json")
    assert answer.status_code == 403
    assert not Source.objects.filter(kind="http").exists()


def test_a_run_is_recognised_again_and_set_to_work(api, people, tenant_id):
    run = uploaded(feed_csv(5), tenant_id=tenant_id, by=people.manager)
    api.force_login(people.manager)
    assert api.post(f"/api/v1/imports/{run.pk}/reanalyze").status_code == 200
    assert api.post(f"/api/v1/imports/{run.pk}/start-processing").status_code == 409
    run.refresh_from_db()
    assert run.status == JobStatus.PENDING


def test_products_of_a_supplier(api, people, tenant_id):
    supplier_id = ensure_supplier(tenant_id=tenant_id, code="ACME")
    api.force_login(people.viewer)
    assert api.get(f"/api/v1/suppliers/{supplier_id}/products").json()["total"] == 0
    assert api.get(f"/api/v1/suppliers/{people.tenant.pk}/products").status_code == 404
