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
POLICIES = {
    "existing_products": "ignore",
    "duplicates": "hold",
    "error_policy": "stop_above",
    "error_limit_percent": "15",
}


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


def edit(supplier):
    return reverse("suppliers:edit", args=[supplier.pk])


def policies(source):
    return reverse("suppliers:source", args=[source.supplier_id, source.pk])


def test_the_list_shows_suppliers_in_a_constant_number_of_queries(client, people, alpha):
    client.force_login(people.viewer)
    with at_most_queries(12) as few:
        assert "Maison Alpha" in client.get(LIST).content.decode()
    with tenant_scope(people.tenant.pk):
        for number in range(20):
            create_supplier(by=None, tenant_id=people.tenant.pk, code=f"S{number}", name=f"Fournisseur {number}")
    # The first page also reads what is remembered from then on, such as the organisation's settings.
    with at_most_queries(few.total):
        assert client.get(LIST).content.decode().count("row-link") == 21


@pytest.mark.parametrize(
    ("query", "found"), [("q=alp", True), ("q=beta", False), ("active=yes", True), ("active=no", False)]
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


def test_the_sheet_shows_sources_and_contact(client, people, alpha, source):
    client.force_login(people.viewer)
    with at_most_queries(16):
        page = client.get(sheet(alpha)).content.decode()
    assert policies(source) in page
    assert edit(alpha) not in page


def test_a_manager_adds_a_source_and_sets_its_policies(client, people, alpha):
    client.force_login(people.manager)
    answer = client.post(reverse("suppliers:add-source", args=[alpha.pk]), {"name": "Stock"})
    with tenant_scope(people.tenant.pk):
        source = Source.objects.get(name="Stock")
    assert answer.url == policies(source)
    assert client.post(answer.url, POLICIES).status_code == 302
    with tenant_scope(people.tenant.pk):
        source.refresh_from_db()
    assert {name: str(getattr(source, name)) for name in POLICIES} == POLICIES


@pytest.mark.parametrize("percent", ["0", "101", "many"])
def test_a_strange_limit_is_refused(client, people, source, percent):
    client.force_login(people.manager)
    answer = client.post(policies(source), {**POLICIES, "error_limit_percent": percent})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["error_limit_percent"]


def test_a_viewer_reads_policies_and_changes_nothing(client, people, alpha, source):
    client.force_login(people.viewer)
    page = client.get(policies(source)).content.decode()
    assert '<form class="card"' not in page
    for url, values in ((policies(source), POLICIES), (edit(alpha), VALUES), (reverse("suppliers:add"), VALUES)):
        assert client.post(url, values).status_code == 403
    with tenant_scope(people.tenant.pk):
        source.refresh_from_db()
        assert Supplier.objects.count() == 1
    assert source.existing_products == "update"


def test_a_stranger_finds_nothing(client, people, alpha, source):
    client.force_login(people.stranger)
    assert "Maison Alpha" not in client.get(LIST).content.decode()
    for url in (sheet(alpha), edit(alpha), policies(source), reverse("suppliers:add-source", args=[alpha.pk])):
        assert client.get(url).status_code == 404
    assert client.post(policies(source), POLICIES).status_code == 404


def test_a_source_is_found_under_its_own_supplier_only(client, people, alpha, source):
    client.force_login(people.manager)
    with tenant_scope(people.tenant.pk):
        other = create_supplier(by=None, tenant_id=people.tenant.pk, code="OTHER", name="Other")
    assert client.get(reverse("suppliers:source", args=[other, source.pk])).status_code == 404


def test_nobody_signs_in_first(client, alpha):
    for url in (LIST, sheet(alpha)):
        assert client.get(url).url.startswith("/login/")


def test_other_apps_tell_offers_and_runs(client, people, alpha):
    with tenant_scope(people.tenant.pk):
        run = imported(feed_csv(3), tenant_id=people.tenant.pk, supplier="ALPHA")
    client.force_login(people.viewer)
    client.get(LIST)
    with at_most_queries(12):
        listed = client.get(LIST).content.decode()
    with at_most_queries(17):
        shown = client.get(sheet(alpha)).content.decode()
    for page in (listed, shown):
        assert f"{reverse('catalog:products')}?supplier={alpha.pk}" in page
        assert reverse("imports:run", args=[run.pk]) in page
    assert "feed.csv" in shown
