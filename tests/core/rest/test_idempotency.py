"""Repeated POSTs: one does the work, the others get its answer; crashes, other bodies, two at once."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import IdempotentRequest
from core.rest import idempotency
from core.rest.idempotency import sweep
from core.tasks import sweep_api
from core.tenancy import tenant_scope
from suppliers.models import Supplier
from tests.factories.people import UserFactory

URL = "/api/v1/suppliers"
BODY = {"code": "NEW", "name": "Nouveau"}
KEY = "order-4711"


def suppliers(people):
    with tenant_scope(people.tenant.pk):
        return Supplier.objects.count()


@pytest.fixture
def post(api, people):
    """`post(body, key=...)`: a POST of the manager."""
    api.force_login(people.manager)

    def posted(body=BODY, *, key=KEY, **options):
        return api.post(URL, body, format="json", headers={"Idempotency-Key": key}, **options)

    return posted


def test_a_repetition_gets_the_first_answer(post, people):
    first, second = post(), post()
    assert (first.status_code, first.has_header("Idempotency-Replayed")) == (201, False)
    assert (second.status_code, second["Idempotency-Replayed"]) == (201, "true")
    assert second.content == first.content
    assert second["Content-Type"] == "application/json"
    assert suppliers(people) == 1


def test_the_order_of_the_fields_does_not_matter(post, people):
    post()
    assert post(dict(reversed(BODY.items())))["Idempotency-Replayed"] == "true"


def test_a_refusal_is_repeated_too(post, people):
    post({"code": "NEW"})
    again = post({"code": "NEW"})
    assert (again.status_code, again["Idempotency-Replayed"]) == (422, "true")


def test_another_body_under_the_same_key_is_refused(post, people):
    post()
    answer = post({**BODY, "code": "OTHER"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert suppliers(people) == 1


def test_keys_belong_to_one_person_and_address(post, api, people):
    post()
    api.force_login(people.admin)
    answer = api.post(URL, {**BODY, "code": "MINE"}, format="json", headers={"Idempotency-Key": KEY})
    assert answer.status_code == 201
    assert suppliers(people) == 2


@pytest.mark.parametrize("key", ["", "with space", "é", "x" * 256])
def test_a_malformed_key_is_told(post, people, key):
    answer = post(key=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_INVALID")
    assert suppliers(people) == 0


def test_who_may_not_is_refused_before_anything_is_kept(api, people):
    api.force_login(people.viewer)
    assert api.post(URL, BODY, format="json", headers={"Idempotency-Key": KEY}).status_code == 403
    assert not IdempotentRequest.objects.exists()


def test_while_the_first_is_at_work_the_second_waits(post, people, monkeypatch):
    monkeypatch.setattr(idempotency, "_worked", lambda mine, act: act())
    assert post().status_code == 201
    answer = post()
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IDEMPOTENCY_KEY_IN_USE")
    assert answer["Retry-After"] == "2"
    assert suppliers(people) == 1


def test_what_a_crash_left_behind_is_taken_over(post, people):
    post()
    row = IdempotentRequest.objects.get()
    lapsed = {"status": None, "lease_until": timezone.now() - timedelta(seconds=1), "claim": uuid4()}
    IdempotentRequest.objects.update(**lapsed)
    answer = post()
    # The work was done before the crash: the repetition finds that out by itself, and its answer is the one kept.
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "SUPPLIER_CODE_TAKEN")
    assert IdempotentRequest.objects.get(pk=row.pk).status == 409
    assert suppliers(people) == 1


def test_an_answer_of_ours_that_failed_is_not_kept(post, people, monkeypatch):
    def broken(**options):
        raise RuntimeError("defect")

    with monkeypatch.context() as patch:
        patch.setattr("suppliers.services.create_supplier", broken)
        assert post().status_code == 500
    assert post().status_code == 201


def test_answers_are_kept_for_a_day(post, people):
    post()
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert post({**BODY, "code": "LATER"}).status_code == 201
    assert IdempotentRequest.objects.count() == 1
    assert sweep() == 0
    IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert sweep_api() == 1


def test_the_kept_answer_is_unreadable_in_the_database(post, people):
    post()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT body FROM core_idempotentrequest")
        assert "Nouveau" not in cursor.fetchone()[0]


def test_an_upload_is_known_by_its_content(api, people, post):
    api.force_login(people.manager)
    post()

    def uploaded(content):
        data = {"file": SimpleUploadedFile("a.csv", content), "supplier_code": "NEW"}
        return api.post("/api/v1/imports/upload", data, format="multipart", headers={"Idempotency-Key": "file-1"})

    table = b"ref;title;price\nA1;Hammer;12.50\nA2;Saw;9.90\n"
    first, second = uploaded(table), uploaded(table)
    assert first.status_code == 201, first.json()
    assert (second.json()["id"], second["Idempotency-Replayed"]) == (first.json()["id"], "true")
    assert uploaded(table + b"A3;Axe;20\n").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_does_the_work(people, monkeypatch):
    from suppliers.api import suppliers as module

    entered, may_go_on = threading.Event(), threading.Event()
    create = module.services.create_supplier

    def slow(**options):
        entered.set()
        assert may_go_on.wait(20)
        return create(**options)

    monkeypatch.setattr(module.services, "create_supplier", slow)
    answers = []

    def ask():
        client = APIClient()
        client.force_authenticate(people.manager)
        answers.append(client.post(URL, BODY, format="json", headers={"Idempotency-Key": KEY}).status_code)
        connections.close_all()

    first = threading.Thread(target=ask)
    first.start()
    assert entered.wait(20)
    second = threading.Thread(target=ask)
    second.start()
    second.join(20)
    may_go_on.set()
    first.join(20)
    assert answers == [409, 201]
    assert suppliers(people) == 1


def test_a_caller_without_an_organisation_is_served_all_the_same(api, db):
    api.force_login(UserFactory())
    answer = api.post("/api/v1/auth/logout", {}, format="json", headers={"Idempotency-Key": KEY})
    assert answer.status_code < 500
    assert not IdempotentRequest.objects.exists()
