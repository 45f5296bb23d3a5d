"""The list of products: search, filters, sort, pages, states, queries, other organisations."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from catalog.models import Brand, Category, Product
from core.access import grants
from core.tenancy import tenant_scope
from suppliers.models import Supplier
from tests.factories.people import member
from tests.factories.products import deliver
from tests.queries import at_most_queries

URL = reverse("catalog:products")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def titles(client, people, delivered):
    """`titles("q=bosch")`: the titles the list shows for this query, in its order."""
    client.force_login(people.viewer)

    def shown(query=""):
        answer = client.get(f"{URL}?{query}", headers=ENGLISH)
        assert answer.status_code == 200
        return [row.title for row in answer.context["products"]]

    return shown


DRILL, SAW, CHAIR = "Perceuse GSR 18V-55", "Scie circulaire 190 mm", "Chaise « Lisbonne »"
NARROWED = [
    ("q=perceuse", {DRILL}),
    ("q=scie+makita", {SAW}),
    ("q=4059952514475", {DRILL}),
    ("q=W-77", {DRILL}),
    ("q=nothing+here", set()),
    ("status=active", {DRILL, SAW, CHAIR}),
    ("status=draft", set()),
    ("status=draft&status=active", {DRILL, SAW, CHAIR}),
    ("kind=bundle", set()),
    ("has_gtin=yes", {DRILL, SAW}),
    ("has_gtin=no", {CHAIR}),
    ("has_brand=no", {CHAIR}),
    ("has_category=no", {CHAIR}),
    ("has_price=no", set()),
    ("has_images=yes", {DRILL}),
    ("has_asin=yes", set()),
    ("has_supplier=no", set()),
    ("has_multiple_suppliers=yes", {DRILL}),
    ("has_multiple_suppliers=no", {SAW, CHAIR}),
    ("in_stock=yes", {DRILL, CHAIR}),
    ("in_stock=no", {SAW}),
    ("stock_min=5&stock_max=50", {CHAIR}),
    ("weight_max=1.5", {DRILL}),
    ("tag=none", set()),
    ("created_from=2020-01-01", {DRILL, SAW, CHAIR}),
    ("updated_to=2020-01-01", set()),
    ("imported_from=2020-01-01", {DRILL, SAW, CHAIR}),
    ("brand=BOSCH", {DRILL}),
    ("brand=Unknown", set()),
    ("category=outillage", {DRILL, SAW}),
    ("category=Scies", {SAW}),
    ("brand=bosch&brand=Makita", {DRILL, SAW}),
    ("category=outillage&include_subcategories=no", set()),
    ("price_min=100&price_max=200", {DRILL}),
    ("has_gtin=yes&in_stock=yes", {DRILL}),
    ("has_gtin=odd&price_min=much&supplier_id=x", {DRILL, SAW, CHAIR}),
]


@pytest.mark.parametrize(("query", "expected"), NARROWED, ids=[query for query, _expected in NARROWED])
def test_the_list_is_narrowed(titles, query, expected):
    assert set(titles(query)) == expected


def test_the_list_is_narrowed_to_a_supplier_and_to_a_run(titles, delivered):
    assert titles(f"supplier_id={delivered.rival}") == [DRILL]
    assert set(titles(f"run_id={delivered.first_run}")) == {DRILL, SAW, CHAIR}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price", [CHAIR, DRILL, SAW]),
        ("-price", [SAW, DRILL, CHAIR]),
        ("title", [CHAIR, DRILL, SAW]),
        ("-stock", [DRILL, CHAIR, SAW]),
    ],
)
def test_the_list_is_sorted(titles, sort, expected):
    assert titles(f"sort={sort}") == expected


def test_a_strange_order_is_the_lists_own(titles):
    assert len(titles("sort=secret&page=x&per_page=7")) == 3


def test_active_filters_are_shown_with_their_way_out(client, people, delivered):
    client.force_login(people.viewer)
    page = client.get(f"{URL}?q=perceuse&has_gtin=yes&sort=price", headers=ENGLISH).content.decode()
    assert 'href="?has_gtin=yes&amp;sort=price"' in page
    assert 'href="?q=perceuse&amp;sort=price"' in page
    assert 'name="sort" value="price"' in page


def test_rows_do_not_cost_queries(client, people, delivered):
    client.force_login(people.viewer)
    client.get(URL)
    with at_most_queries(12) as few:
        client.get(URL)
    rows = [{"key": f"X{number}", "title": f"Article {number}", "price": "1"} for number in range(40)]
    with tenant_scope(people.tenant.pk):
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=delivered.martin)
    with at_most_queries(few.total):
        assert len(client.get(f"{URL}?per_page=50").context["products"]) == 43


def test_what_cannot_be_read_is_said_and_nothing_is_changed_by_it(client, people, delivered):
    client.force_login(people.manager)
    page = client.get(f"{URL}?price_min=much&status=gone", headers=ENGLISH).content.decode()
    assert "“much” is no value of the filter “Price from”" in page
    assert "“gone” is no value of the filter “Status”: draft, active, inactive, archived, trash is allowed." in page
    assert "data-all-matching" not in page


def test_pages_are_read_by_keys_in_both_directions(client, people, delivered):
    rows = [{"key": f"X{number:02}", "title": f"Article {number:02}", "price": "1"} for number in range(30)]
    with tenant_scope(people.tenant.pk):
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=delivered.martin)
    client.force_login(people.viewer)
    first = client.get(f"{URL}?sort=title", headers=ENGLISH)
    second = client.get(f"{URL}?sort=title&after={first.context['found'].after}", headers=ENGLISH)
    assert (len(first.context["products"]), len(second.context["products"])) == (25, 8)
    assert "8 shown of 33" in second.content.decode()
    back = client.get(f"{URL}?sort=title&before={second.context['found'].before}", headers=ENGLISH)
    assert back.context["products"] == first.context["products"]
    assert (back.context["found"].before, second.context["found"].after) == (None, None)


def test_a_cursor_of_another_order_leads_to_the_first_page(client, people, delivered):
    client.force_login(people.viewer)
    assert client.get(f"{URL}?sort=price&after=nonsense").url == f"{URL}?sort=price"


def test_an_empty_catalogue_says_what_to_do(client, people):
    client.force_login(people.manager)
    page = client.get(URL, headers=ENGLISH).content.decode()
    assert "No product yet" in page
    assert reverse("imports:new") in page
    client.force_login(people.viewer)
    assert reverse("imports:new") not in client.get(URL).content.decode()


def test_a_stranger_sees_nothing(client, people, delivered):
    client.force_login(people.stranger)
    assert client.get(URL).context["products"] == []
    assert client.get(f"{URL}?supplier_id={delivered.martin}").context["products"] == []


def test_nobody_signs_in_first(client, people):
    assert client.get(URL).url.startswith("/login/")


def test_choices_stay_when_they_are_counted(client, people, delivered):
    client.force_login(people.viewer)
    with tenant_scope(people.tenant.pk):
        Supplier.objects.filter(pk=delivered.rival).update(is_active=False)
    query = f"grade=F&missing_field=brand&missing_field=attribute:size&supplier_id={delivered.rival}"
    for address in (URL, reverse("catalog:facets")):
        page = client.get(f"{address}?{query}", headers=ENGLISH).content.decode()
        for name, value in (
            ("grade", "F"),
            ("missing_field", "brand"),
            ("missing_field", "attribute:size"),
            ("supplier_id", delivered.rival),
        ):
            assert f'name="{name}" value="{value}" checked' in page, (address, name)
        assert 'name="grade" value="A">' in page
        assert 'name="missing_field" value="description">' in page


def test_filters_of_others_name_nothing_that_one_may_not_see(client, people, delivered):
    guest = member(people.tenant, "")
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:products"], Product.objects.get(pk=delivered.saw))
        ids = {"supplier_id": [delivered.martin], "brand_id": [], "category_id": []}
        for name in ("Bosch", "Makita"):
            ids["brand_id"].append(Brand.objects.get(name=name).pk)
        for name in ("Perceuses", "Outillage"):
            ids["category_id"].append(Category.objects.get(name=name).pk)
    query = urlencode(ids, doseq=True)
    named = {"Outillage Martin", "Bosch", "Makita", "Outillage > Perceuses", "Outillage"}

    def told(user):
        client.force_login(user)
        chips = client.get(f"{URL}?{query}", headers=ENGLISH).context["chips"]
        return {chip.value for chip in chips} & named

    assert told(guest) == {"Makita", "Outillage"}
    assert told(people.viewer) == named
