"""Degraded mode: pages and API while one of the databases is away."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from catalog.models import Product
from core.addresses import WATCHING
from core.degraded import SENTENCES, tolerated, tolerating
from core.middleware import ErrorPages
from suppliers.selectors import all_suppliers
from tests.away import database_away
from tests.factories.imports import feed_csv, imported

ENGLISH = {"Accept-Language": "en"}
SIX = ("analytics", "catalog", "code2asin", "imports", "media", "suppliers")
HOME = "/dashboard/"
# page -> the databases it cannot do without
PAGES = {
    HOME: set(),
    "/products/": {"catalog"},
    "/suppliers/": {"suppliers"},
    "/imports/": {"imports"},
    "/held-rows/": {"imports"},
    "/imports/new/": set(),
    "RUN": {"imports"},
    "PRODUCT": {"catalog"},
    "SUPPLIER": {"suppliers"},
}
API = {
    "/api/v1/products": {"catalog"},
    "/api/v1/suppliers": {"suppliers"},
    "/api/v1/imports": {"imports", "suppliers"},
}


@pytest.fixture
def shop(client, people, tenant_id):
    """A manager signed in, one import; the addresses of what there is."""
    run = imported(feed_csv(3), tenant_id=tenant_id, supplier="MARTIN")
    client.force_login(people.manager)
    return {
        "RUN": reverse("imports:run", args=[run.pk]),
        "PRODUCT": reverse("catalog:product", args=[Product.objects.first().pk]),
        "SUPPLIER": reverse("suppliers:supplier", args=[run.supplier_id]),
    }


@pytest.mark.parametrize("alias", SIX)
def test_pages_that_need_it_name_it_and_the_others_answer(client, shop, alias):
    for page, needs in PAGES.items():
        with database_away(alias):
            answer = client.get(shop.get(page, page), headers=ENGLISH)
        assert answer.status_code == (503 if alias in needs else 200), page
        if alias in needs:
            assert str(SENTENCES[alias]) in answer.content.decode()
            assert answer["Retry-After"] == "30"
            assert answer["X-Request-ID"] in answer.content.decode()


def plain_addresses(patterns=None, prefix="/"):
    """Every address of the product without anything to fill in."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from plain_addresses(pattern.url_patterns, address)
        elif not set(address) & set("<(^$\\"):
            yield address


@pytest.mark.parametrize("alias", SIX)
def test_no_address_breaks(client, shop, people, alias):
    people.admin.is_staff = people.admin.is_superuser = True
    people.admin.save()
    client.force_login(people.admin)
    addresses = [each for each in plain_addresses() if not each.startswith(("/logout/", *WATCHING))]
    with database_away(alias):
        statuses = {address: client.get(address).status_code for address in addresses}
    assert len(statuses) > 40
    assert {address: status for address, status in statuses.items() if status >= 500 and status != 503} == {}


@pytest.mark.parametrize("alias", SIX)
def test_the_api_names_it_and_the_rest_answers(api, people, shop, alias):
    api.force_login(people.manager)
    for address, needs in API.items():
        with database_away(alias):
            answer = api.get(address, headers=ENGLISH)
        assert answer.status_code == (503 if alias in needs else 200), address
        if alias in needs:
            error = answer.json()["error"]
            assert (error["code"], error["details"]) == ("DATABASE_CONNECTION_FAILED", {"part": alias})
            assert error["message"] == SENTENCES[alias]
            assert answer["Retry-After"] == "30"


@pytest.mark.parametrize(
    ("page", "alias"),
    [("/products/", "suppliers"), ("/suppliers/", "catalog"), ("/suppliers/", "imports"), ("/imports/", "suppliers")],
)
def test_a_page_that_goes_on_says_what_is_missing(client, shop, page, alias):
    with database_away(alias):
        text = client.get(page, headers=ENGLISH).content.decode()
    assert str(SENTENCES[alias]) in text
    assert "missing on this page" in text
    assert str(SENTENCES[alias]) not in client.get(page, headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("alias", "lost"),
    [
        ("catalog", {"products", "alerts"}),
        ("imports", {"alerts", "today", "feeds", "causes", "runs"}),
        ("suppliers", {"feeds", "next-feeds"}),
        (
            "analytics",
            {"products", "suppliers", "imports", "success", "imports-chart", "products-chart", "alerts"}
            | {"suppliers-table", "activity", "completeness"},
        ),
    ],
)
def test_the_home_page_shows_the_parts_that_answer(client, shop, alias, lost):
    with database_away(alias):
        answer = client.get(HOME, {"parts": "all"}, headers=ENGLISH)
    parts = {placed.id: html for placed, html in answer.context["widgets"]}
    assert {name for name, html in parts.items() if "reachable right now" in html} == lost
    assert len(parts) == 16
    assert str(SENTENCES[alias]) in answer.content.decode()


def test_an_empty_shop_is_not_taken_for_new_while_a_part_is_away(client, people):
    client.force_login(people.manager)
    assert client.get(HOME).context["is_first_use"]
    with database_away("imports"):
        assert "widgets" in client.get(HOME).context


def test_people_sign_in_and_out_without_the_record_of_activities(client, people):
    people.manager.set_password("a-long-password-1")
    people.manager.save()
    with database_away("analytics"):
        answer = client.post("/login/", {"username": people.manager.email, "password": "a-long-password-1"})
        assert (answer.status_code, answer.url) == (302, HOME)
        assert client.get(HOME).status_code == 200
        assert client.post("/logout/").status_code == 302


def test_without_accounts_a_page_says_so(client, shop):
    client.raise_request_exception = False
    with database_away("default"):
        answer = client.get("/products/", headers=ENGLISH)
    assert answer.status_code == 503
    assert str(SENTENCES["default"]) in answer.content.decode()
    assert answer["Retry-After"] == "30"


def test_without_accounts_the_api_says_so_in_its_own_words(client, shop):
    client.raise_request_exception = False
    with database_away("default"):
        answer = client.get("/api/v1/products")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "DATABASE_CONNECTION_FAILED"
    assert answer.json()["error"]["details"] == {"part": "core"}


def test_a_fragment_gets_a_message_and_its_page_stays(client, shop):
    with database_away("imports"):
        answer = client.get("/imports/", headers={**ENGLISH, "HX-Request": "true"})
    assert (answer.status_code, answer.content) == (503, b"")
    assert str(SENTENCES["imports"]) in answer["HX-Trigger"]


def test_nothing_is_written_on_half_the_facts(client, shop):
    form = {"name": "Renamed", "code": "MARTIN", "is_active": "on"}
    with database_away("suppliers"):
        assert client.post(f"{shop['SUPPLIER']}edit/", form, headers=ENGLISH).status_code == 503
    assert "Renamed" not in client.get(shop["SUPPLIER"]).content.decode()


def test_a_file_with_half_the_facts_is_not_handed_out(rf, in_tenant):
    def export(request):
        return HttpResponse(str(all_suppliers()), content_type="text/csv")

    with database_away("suppliers"):
        assert ErrorPages(export)(rf.get("/export.csv")).status_code == 503


def test_tasks_and_commands_do_not_go_on_without_it(in_tenant):
    with database_away("suppliers"), pytest.raises(OperationalError):
        all_suppliers()


def test_db_core_is_never_done_without(people):
    with tolerating(), database_away("default"), pytest.raises(OperationalError):
        tolerated(lambda: people.manager.refresh_from_db(), otherwise=None)
