"""REST services: every way of paging, tokens, limits."""

import json

import pytest

from core.http import RemoteUnavailable
from suppliers.errors import AnswerUnusable, LoginRefused, SourceFileTooLarge
from suppliers.fetchers.base import Connection
from suppliers.fetchers.rest import Rest
from tests.suppliers.fetchers.conftest import brought

RECORDS = [{"sku": f"A{number}", "price": {"net": number, "currency": "EUR"}} for number in range(7)]
WAYS = {
    "none": {"paging": "none"},
    "page": {"paging": "page", "page_parameter": "page", "size_parameter": "limit", "page_size": 100},
    "offset": {"paging": "offset", "offset_parameter": "offset"},
    "cursor": {"paging": "cursor", "cursor_path": "paging.next"},
    "next": {"paging": "cursor", "cursor_path": "paging.next"},
    "link": {"paging": "link"},
}
OAUTH = {"auth": "oauth2", "client_id": "shop"}


def way(server, *, secrets=None, **values):
    server.records = server.records or RECORDS
    answers = {"url": f"{server.url}/products", "record_path": "data.items", **values}
    return Connection(answers, secrets or {}, seconds=5)


def records(connection, waits=None):
    content, _told = brought("rest", connection, fetcher=Rest(wait=(waits if waits is not None else []).append))
    return [json.loads(line) for line in content.splitlines()]


@pytest.mark.parametrize("paging", WAYS)
def test_all_pages_become_one_file_of_lines(rest, paging):
    rest.paging = paging
    content, told = brought("rest", way(rest, **WAYS[paging]))
    assert [json.loads(line) for line in content.splitlines()] == RECORDS
    assert (told.name, told.size) == ("products.jsonl", len(content))


def test_fewer_records_than_asked_for_are_no_end(rest):
    assert records(way(rest, **WAYS["page"])) == RECORDS
    assert [asked.query["limit"] for asked in rest.asked] == ["100"] * 5


def test_a_page_behind_the_last_that_is_not_there_is_the_end(rest):
    rest.missing_is_404 = True
    assert records(way(rest, **WAYS["page"])) == RECORDS


@pytest.mark.parametrize("paging", ["page", "offset", "cursor", "next", "link"])
def test_the_same_page_twice_is_told_instead_of_walked_for_ever(rest, paging):
    rest.paging, rest.stuck = paging, True
    with pytest.raises(AnswerUnusable, match="the same as page"):
        records(way(rest, **WAYS[paging]))
    assert len(rest.asked) <= 3


def test_more_pages_than_allowed_are_told(rest):
    with pytest.raises(AnswerUnusable, match="more than 2 pages"):
        records(way(rest, **WAYS["page"], most_pages=2))


def test_a_next_page_at_another_server_is_not_followed(rest):
    rest.paging, rest.elsewhere = "next", "https://evil.example/products"
    with pytest.raises(AnswerUnusable, match="another server"):
        records(way(rest, **WAYS["next"]))


@pytest.mark.parametrize("client_auth", ["body", "header"])
def test_a_token_is_asked_for_once_a_run(rest, client_auth):
    rest.client_id = "shop"
    secrets = {"client_secret": rest.client_secret}
    connection = way(
        rest, token_url=f"{rest.url}/token", **OAUTH, **WAYS["page"], client_auth=client_auth, secrets=secrets
    )
    assert records(connection) == RECORDS
    assert len(rest.tokens) == 1


def test_a_spent_token_is_renewed(rest):
    rest.client_id, rest.tokens_for = "shop", 2
    secrets = {"client_secret": rest.client_secret}
    assert records(way(rest, token_url=f"{rest.url}/token", **OAUTH, **WAYS["page"], secrets=secrets)) == RECORDS
    assert len(rest.tokens) == 3


def test_a_wrong_client_secret_is_told_without_it(rest):
    rest.client_id = "shop"
    with pytest.raises(LoginRefused, match="client ID and secret") as refused:
        records(way(rest, token_url=f"{rest.url}/token", **OAUTH, secrets={"client_secret": "hunter2"}))
    assert "hunter2" not in str(refused.value)


def test_a_busy_service_is_asked_again_at_its_own_pace(rest):
    rest.busy, rest.retry_after = 2, "7"
    waits = []
    assert records(way(rest, **WAYS["page"]), waits) == RECORDS
    assert waits == [7, 7]


def test_a_service_that_is_busy_for_long_is_left_with_its_hint(rest):
    rest.busy, rest.retry_after = 1, "600"
    waits = []
    with pytest.raises(RemoteUnavailable) as busy:
        records(way(rest), waits)
    assert (busy.value.params["retry_after"], waits) == (600, [])


def test_a_service_that_stays_busy_is_left_after_three_tries(rest):
    rest.busy, rest.retry_after = 9, "1"
    waits = []
    with pytest.raises(RemoteUnavailable):
        records(way(rest), waits)
    assert len(rest.asked) == 3
    assert waits == [1, 1]


def test_a_page_that_fails_in_the_middle_brings_nothing(rest):
    rest.breaks_at = "2"
    with pytest.raises(RemoteUnavailable):
        records(way(rest, **WAYS["page"]))


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("data.products", "there are lists at: data.items"), ("data", "there are lists at: data.items")],
    ids=["wrong", "an object"],
)
def test_a_wrong_path_is_told_with_the_right_ones(rest, path, sentence):
    with pytest.raises(AnswerUnusable, match=sentence):
        records(way(rest, record_path=path))


@pytest.mark.parametrize("envelope", [(), ("products",)], ids=["bare", "one list"])
def test_without_a_path_the_one_list_counts(rest, envelope):
    rest.envelope = envelope
    assert records(way(rest, record_path="", **WAYS["page"])) == RECORDS


def test_lists_of_other_things_are_refused(rest):
    rest.records, rest.paging = [1, 2], "none"
    with pytest.raises(AnswerUnusable, match="something else than records"):
        records(way(rest))


def test_a_login_page_is_no_answer(rest):
    rest.fault = "html"
    with pytest.raises(AnswerUnusable, match="web page"):
        records(way(rest))


def test_all_pages_together_keep_to_the_limit(rest):
    with pytest.raises(SourceFileTooLarge):
        brought("rest", way(rest, **WAYS["page"]), limit=100)
