"""The suppliers' pages: list, sheet, form, policies; refusals; other organisations."""

import pytest
from django.urls import reverse

from core.tenancy import tenant_scope
from suppliers.models import Source, Supplier
from suppliers.services import create_supplier, ensure_source
from tests.factories.imports import feed_csv, imported
from tests.queries import at_most_queries

LIST = reverse("suppliers:suppliers")
VALUES = {"name": "Maison Neuve", "code": "NEUVE", "priority": "20", "currency": "eur", "country": "be"}


@pytest.fixture
def alpha(people):
    """A supplier with one source."""
    with tenant_scope(people.tenant.pk):
        supplier_id = create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Maison Alpha")
        ensure_source(supplier_id=supplier_id, name="Tarif")
        return Supplier.objects.get(pk=supplier_id)


@pytest.fixture
def source(alpha):
    with tenant_scope(alpha.tenant_id):
        return Source.objects.get(supplier=alpha)


def sheet(supplier):
    return reverse("suppliers:supplier", args=[supplier.pk])


def tab(supplier, name):
    return reverse("suppliers:tab", args=[supplier.pk, name])


def edit(supplier):
    return reverse("suppliers:edit", args=[supplier.pk])


def feed(source):
    return reverse("imports:feed", args=[source.pk])


def test_the_list_shows_suppliers_in_a_constant_number_of_queries(client, people, alpha):
    client.force_login(people.viewer)
    with at_most_queries(17) as few:
        assert "Maison Alpha" in client.get(LIST).content.decode()
    with tenant_scope(people.tenant.pk):
        for number in range(20):
            create_supplier(by=None, tenant_id=people.tenant.pk, code=f"S{number}", name=f"Fournisseur {number}")
    # The first page also reads what is remembered from then on, such as the organisation's settings.
    with at_most_queries(few.total):
        assert client.get(LIST).content.decode().count("row-link") == 21


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=alp", True),
        ("q=MAISON ÀLPHA", True),
        ("q=beta", False),
        ("active=yes", True),
        ("active=no", False),
        ("country=FR", True),
        ("country=BE&q=alp", True),
        ("automated=yes", False),
        ("automated=no", True),
    ],
)
def test_search_and_filter(client, people, alpha, query, found):
    client.force_login(people.viewer)
    page = client.get(f"{LIST}?{query}").content.decode()
    assert ("Maison Alpha" in page) is found
    assert ("Nothing matches" in page or "Rien ne correspond" in page) is not found


def test_an_empty_list_says_what_to_do(client, people):
    client.force_login(people.manager)
    page = client.get(LIST, headers={"Accept-Language": "en"}).content.decode()
    assert "No supplier yet" in page
    assert reverse("suppliers:add") in page


def test_a_manager_adds_a_supplier(client, people):
    client.force_login(people.manager)
    answer = client.post(reverse("suppliers:add"), VALUES)
    with tenant_scope(people.tenant.pk):
        made = Supplier.objects.get(code="NEUVE")
    assert answer.url == sheet(made)
    assert (made.currency, made.country, made.priority, made.is_active) == ("EUR", "BE", 20, False)


def test_what_is_wrong_stands_beside_its_field(client, people, alpha):
    client.force_login(people.manager)
    answer = client.post(reverse("suppliers:add"), {**VALUES, "code": "ALPHA"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["code"]
    answer = client.post(reverse("suppliers:add"), {**VALUES, "code": "with blanks", "email": "no"})
    assert set(answer.context["form"].errors) == {"code", "email"}


def test_a_manager_edits_a_supplier(client, people, alpha):
    client.force_login(people.manager)
    assert client.get(edit(alpha)).context["form"].initial["name"] == "Maison Alpha"
    answer = client.post(edit(alpha), {**VALUES, "code": "ALPHA", "is_active": "on", "phone": "+32 2"}, follow=True)
    assert "+32 2" in answer.content.decode()
    with tenant_scope(people.tenant.pk):
        alpha.refresh_from_db()
    assert (alpha.name, alpha.is_active) == ("Maison Neuve", True)


def test_the_sheet_shows_contact_and_tabs(client, people, alpha):
    client.force_login(people.viewer)
    with at_most_queries(26):
        page = client.get(sheet(alpha)).content.decode()
    assert tab(alpha, "feeds") in page
    assert edit(alpha) not in page


@pytest.mark.parametrize("name", ["products", "feeds", "mappings", "automation", "imports", "scorecard"])
def test_every_tab_opens(client, people, alpha, name):
    client.force_login(people.viewer)
    with at_most_queries(26):
        assert client.get(tab(alpha, name)).status_code == 200
    assert client.get(tab(alpha, "nothing")).status_code == 404


def test_the_tab_of_feeds_leads_to_their_pages(client, people, alpha, source):
    client.force_login(people.viewer)
    page = client.get(tab(alpha, "feeds")).content.decode()
    assert feed(source) in page
    assert "sources/new/" not in page


def test_the_old_page_of_a_source_leads_to_its_feed(client, people, alpha, source):
    client.force_login(people.viewer)
    answer = client.get(reverse("suppliers:source", args=[alpha.pk, source.pk]))
    assert (answer.status_code, answer.url) == (301, f"{feed(source)}policies/")


def test_a_supplier_is_archived_and_restored(client, people, alpha):
    client.force_login(people.manager)
    for name, active in (("archive", False), ("restore", True)):
        client.post(reverse(f"suppliers:{name}", args=[alpha.pk]))
        with tenant_scope(people.tenant.pk):
            alpha.refresh_from_db()
        assert alpha.is_active is active


def test_a_duplicate_has_the_feeds_but_not_their_secrets(client, people, alpha, source):
    with tenant_scope(people.tenant.pk):
        values = {"kind": "http", "connection": {"url": "https://example.com/a"}, "secrets": '{"password": "x"}'}
        Source.objects.filter(pk=source.pk).update(**values, error_policy="all_or_nothing")
    client.force_login(people.manager)
    address = reverse("suppliers:duplicate", args=[alpha.pk])
    assert client.get(address).context["form"].initial["code"] == "ALPHA-2"
    answer = client.post(address, {"name": "Maison Bêta", "code": "BETA"})
    with tenant_scope(people.tenant.pk):
        made = Supplier.objects.get(code="BETA")
        copied = Source.objects.get(supplier=made)
    assert answer.url == sheet(made)
    assert (copied.kind, copied.connection["url"], copied.error_policy) == (
        "http",
        "https://example.com/a",
        "all_or_nothing",
    )
    assert (copied.secrets, copied.is_active) == ("", False)


def test_a_duplicate_needs_a_code_of_its_own(client, people, alpha, source):
    client.force_login(people.manager)
    answer = client.post(reverse("suppliers:duplicate", args=[alpha.pk]), {"name": "Same", "code": "ALPHA"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])
    with tenant_scope(people.tenant.pk):
        assert (Supplier.objects.count(), Source.objects.count()) == (1, 1)


def test_a_viewer_changes_nothing(client, people, alpha, source):
    client.force_login(people.viewer)
    for url in (edit(alpha), reverse("suppliers:add"), reverse("suppliers:duplicate", args=[alpha.pk])):
        assert client.post(url, VALUES).status_code == 403
    assert client.post(reverse("suppliers:archive", args=[alpha.pk])).status_code == 403
    with tenant_scope(people.tenant.pk):
        alpha.refresh_from_db()
        assert Supplier.objects.count() == 1
    assert alpha.is_active is True


def test_a_stranger_finds_nothing(client, people, alpha, source):
    client.force_login(people.stranger)
    assert "Maison Alpha" not in client.get(LIST).content.decode()
    for url in (sheet(alpha), edit(alpha), feed(source), reverse("suppliers:duplicate", args=[alpha.pk])):
        assert client.get(url).status_code == 404
    assert client.post(reverse("suppliers:archive", args=[alpha.pk])).status_code == 404


def test_nobody_signs_in_first(client, alpha):
    for url in (LIST, sheet(alpha)):
        assert client.get(url).url.startswith("/login/")


def test_other_apps_tell_products_runs_and_automation(client, people, alpha):
    with tenant_scope(people.tenant.pk):
        run = imported(feed_csv(3), tenant_id=people.tenant.pk, supplier="ALPHA")
    client.force_login(people.viewer)
    client.get(LIST)
    with at_most_queries(24):
        listed = client.get(LIST, headers={"Accept-Language": "en"}).content.decode()
    with at_most_queries(30):
        shown = client.get(sheet(alpha)).content.decode()
    for page in (listed, shown):
        assert f"{reverse('catalog:products')}?supplier_id={alpha.pk}" in page
        assert reverse("imports:run", args=[run.pk]) in page
    assert "By hand only" in listed
    assert "feed.csv" in client.get(tab(alpha, "imports")).content.decode()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Alpha", "Bravo", "Charlie"]),
        ("-name", ["Charlie", "Bravo", "Alpha"]),
        ("-products", ["Charlie", "Bravo", "Alpha"]),
        ("products", ["Alpha", "Bravo", "Charlie"]),
        ("-last_import", ["Bravo", "Charlie", "Alpha"]),
        ("nonsense", ["Alpha", "Bravo", "Charlie"]),
    ],
)
def test_the_list_is_sorted_by_what_it_shows(client, people, sort, order):
    with tenant_scope(people.tenant.pk):
        for code in ("Alpha", "Bravo", "Charlie"):
            create_supplier(by=None, tenant_id=people.tenant.pk, code=code.upper(), name=code)
        imported(feed_csv(3), tenant_id=people.tenant.pk, supplier="CHARLIE")
        imported(feed_csv(2), tenant_id=people.tenant.pk, supplier="BRAVO")
    client.force_login(people.viewer)
    rows = client.get(f"{LIST}?sort={sort}").context["rows"]
    assert [facts.name for facts, _cells in rows] == order
