"""The page of the search, the suggestions and the API: what is found, by whom, and in how many queries."""

import pytest

from catalog.models import Product
from catalog.search.upkeep import follow_changes
from catalog.services.brands import make_brand
from core.access import grants
from core.saved_views.services import save_view
from core.tenancy import tenant_scope
from suppliers.models import Supplier
from tests.factories.people import member
from tests.factories.products import DRILL, make_catalogue
from tests.queries import at_most_queries

PAGE, SUGGESTIONS, API = "/search/", "/search/suggestions/", "/api/v1/search"


@pytest.fixture
def shop(people):
    shop = make_catalogue(people)
    follow_changes(people.tenant.pk)
    return shop


@pytest.fixture
def found(api, people, shop):
    """`found("perceuse", user=...)`: pairs of type and name that the API answers."""

    def search(text, *, user=None, **query):
        api.force_login(user or people.manager)
        answer = api.get(API, {"q": text, **query})
        assert answer.status_code == 200, answer.json()
        return [(hit["type"], hit["name"]) for hit in answer.json()["hits"]]

    return search


FOUND = {
    "perceuse": [("product", "Perceuse GSR 18V-55"), ("category", "Outillage > Perceuses")],
    "martin": [("supplier", "Outillage Martin")],
    "MARTIN": [("supplier", "Outillage Martin")],
    "bosch": [("brand", "Bosch"), ("product", "Perceuse GSR 18V-55")],
    DRILL: [("product", "Perceuse GSR 18V-55")],
    "W-77": [("product", "Perceuse GSR 18V-55")],
    "brand:makita": [("product", "Scie circulaire 190 mm")],
    "nothing": [],
}


@pytest.mark.parametrize(("text", "expected"), FOUND.items(), ids=FOUND)
def test_everything_is_found(found, text, expected):
    assert found(text) == expected


def test_a_code_is_told_and_a_correction_too(api, people, shop):
    api.force_login(people.viewer)
    exact = api.get(API, {"q": "BOS-1"}).json()
    assert [(hit["fit"], hit["url"]) for hit in exact["hits"]] == [("code", f"/products/{shop.drill}/")]
    wrong = api.get(f"{API}/suggestions", {"q": "perceuze"}).json()
    assert (wrong["corrected"], [hit["fit"] for hit in wrong["hits"]]) == ("perceuse", ["corrected"])


def test_types_and_limit(found, api):
    assert found("perceuse", type="category") == [("category", "Outillage > Perceuses")]
    assert found("perceuse", limit=1) == [("product", "Perceuse GSR 18V-55")]
    assert found("bosch", type=["brand", "supplier"]) == [("brand", "Bosch")]


def test_brands_are_found_in_any_spelling(found, people):
    tenant_id = people.tenant.pk
    with tenant_scope(tenant_id):
        for name in ("L’Oréal", "Œuvre & Co", "++"):
            make_brand({"name": name}, tenant_id=tenant_id, user=people.admin)
    for text, name in {"l'ore": "L’Oréal", "LOREAL": "L’Oréal", "oeuvre co": "Œuvre & Co", "++": "++"}.items():
        assert found(text, type="brand") == [("brand", name)]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x", "limit": 0}, {"q": "x", "type": "page"}, {"q": "x" * 201}])
def test_what_cannot_be_asked_is_refused(api, people, query):
    api.force_login(people.viewer)
    assert api.get(API, query).status_code == 422


def test_nobody_finds_what_another_organisation_has(found, people):
    for text in ("perceuse", "martin", "bosch", DRILL, people.viewer.email):
        assert found(text, user=people.stranger) == []


def test_grants_open_what_they_name_only(found, people, shop):
    guest = member(people.tenant, "")
    assert found("perceuse", user=guest) == found("martin", user=guest) == []
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:products"], Product.objects.get(pk=shop.saw))
        grants.grant(guest, ["read:suppliers"], Supplier.objects.get(pk=shop.rival))
    assert found("perceuse", user=guest) == []
    assert found("scie", user=guest) == [("product", "Scie circulaire 190 mm")]
    assert found("we", user=guest) == [("supplier", "Werkzeug Weber")]


def test_people_only_for_those_who_administer_them(found, people):
    assert found("Vera", user=people.admin) == [("user", "Vera Viewer")]
    assert found("Vera", user=people.manager) == []


def test_saved_views_are_ones_own_and_shared_ones(found, people):
    with tenant_scope(people.tenant.pk):
        save_view("products", name="Cheap drills", by=people.manager, query="price_max=50")
    assert ("view", "Cheap drills") in found("cheap")
    assert found("cheap", user=people.viewer) == []


def test_the_page_shows_all_kinds_and_links_to_the_list(client, people, shop):
    client.force_login(people.manager)
    answer = client.get(PAGE, {"q": "perceuse"})
    text = answer.content.decode()
    assert "Perceuse GSR 18V-55" in text
    assert "Outillage &gt; Perceuses" in text
    assert 'href="/products/?search=perceuse"' in text


def test_an_exact_code_opens_its_product(client, people, shop):
    client.force_login(people.manager)
    for code in (DRILL, "W-77", "BOS-1"):
        assert client.get(PAGE, {"q": code}).headers["Location"] == f"/products/{shop.drill}/"
    assert client.get(PAGE, {"q": "W-77", "type": "product"}).status_code == 200


def test_the_page_says_what_was_searched_instead_and_when_there_is_nothing(client, people, shop):
    client.force_login(people.manager)
    assert "Showing results for “perceuse”" in client.get(PAGE, {"q": "perceuze"}).content.decode()
    assert "Nothing was found" in client.get(PAGE, {"q": "qqqq"}).content.decode()
    assert "brand:Nike" in client.get(PAGE).content.decode()
    assert client.get(PAGE, {"q": "\0<script>", "type": "odd"}).status_code == 200


def test_what_is_typed_is_shown_as_text(client, people, shop):
    client.force_login(people.manager)
    for address in (PAGE, SUGGESTIONS):
        text = client.get(address, {"q": '"><b>x</b>'}).content.decode()
        assert "<b>x" not in text


def test_suggestions_are_options_of_a_list(client, people, shop):
    client.force_login(people.manager)
    text = client.get(SUGGESTIONS, {"q": "perceuse"}).content.decode()
    assert 'role="listbox"' in text
    assert text.count('role="option"') == 2
    assert "<html" not in text
    assert 'href="/imports/new/"' in client.get(SUGGESTIONS, {"q": "new"}).content.decode()


@pytest.mark.parametrize(("text", "most"), [("perceuse", 24), ("martin", 29), ("", 12)])
def test_the_number_of_queries_is_bounded(client, people, shop, text, most):
    client.force_login(people.admin)
    client.get(SUGGESTIONS)
    with at_most_queries(most):
        client.get(SUGGESTIONS, {"q": text})


def test_an_empty_list_offers_what_may_have_been_meant(client, people, shop):
    client.force_login(people.viewer)
    answer = client.get("/products/", {"search": "perceuze"}).content.decode()
    assert 'href="?search=perceuse"' in answer
    assert "Search for" not in client.get("/products/", {"search": "qqqqqq"}).content.decode()


def test_words_of_products_one_may_not_see_are_not_told(client, people, shop):
    guest = member(people.tenant, "")
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:products"], Product.objects.get(pk=shop.saw))
    client.force_login(guest)
    for address in ("/products/?search=perceuze", f"{PAGE}?q=perceuze", f"{SUGGESTIONS}?q=perceuze"):
        assert "perceuse" not in client.get(address).content.decode()
