"""Views of the list as tabs, the columns a person wants, and cells that are edited."""

import pytest
from django.urls import reverse

from catalog.models import Product
from catalog.services import edit_product, lock_field
from core.models import SavedView
from core.tenancy import tenant_scope

URL, VIEWS, COLUMNS = (reverse(f"catalog:{name}") for name in ("products", "views", "columns"))
ENGLISH = {"Accept-Language": "en"}
HX = {**ENGLISH, "HX-Request": "true"}


@pytest.fixture
def shop(client, people, delivered):
    client.force_login(people.manager)
    return delivered


@pytest.fixture
def kept(client, shop, people):
    """`kept("Name", query="has_gtin=no")`: a saved view."""

    def save(name, **fields):
        client.post(VIEWS, {"name": name, **fields})
        with tenant_scope(people.tenant.pk):
            return SavedView.objects.get(name=name)

    return save


def act(client, view, what, **fields):
    return client.post(reverse("catalog:view", args=[view.pk]), {"act": what, **fields}, headers=ENGLISH)


def tabs(client, query=""):
    return [view.name for view, _address in client.get(f"{URL}?{query or 'view=all'}").context["views"]]


def test_a_view_opens_the_list_as_it_was_kept(client, kept):
    view = kept("Without EAN", query="has_gtin=no&sort=title", columns=["title", "tags"])
    page = client.get(f"{URL}?has_gtin=no&sort=title&view={view.pk}")
    assert [column.name for column in page.context["columns"]] == ["title", "tags"]
    assert (page.context["view"].name, page.context["is_changed"]) == ("Without EAN", False)
    assert client.get(f"{URL}?has_gtin=yes&view={view.pk}").context["is_changed"]


def test_views_are_renamed_moved_shared_updated_and_removed(client, people, kept):
    first, second = kept("First"), kept("Second")
    act(client, first, "rename", name="1st")
    act(client, second, "left")
    assert tabs(client) == ["Second", "1st"]
    act(client, first, "share")
    act(client, first, "update", query="status=draft")
    client.force_login(people.viewer)
    assert tabs(client) == ["1st"]
    assert act(client, first, "delete").status_code == 403
    assert act(client, second, "delete").status_code == 404
    client.force_login(people.manager)
    act(client, first, "unshare")
    act(client, second, "delete")
    assert tabs(client) == ["1st"]
    first.refresh_from_db()
    assert (first.query, first.is_shared) == ("status=draft", False)
    assert act(client, first, "explode").status_code == 404


def test_a_name_that_is_taken_is_said_on_the_list(client, kept):
    kept("Mine", query="status=draft")
    page = client.post(VIEWS, {"name": "Mine", "query": "status=active"}, follow=True, headers=ENGLISH)
    assert "You have a view of this name already" in page.content.decode()


def test_the_list_opens_with_the_chosen_view(client, kept):
    view = kept("Mine", query="has_gtin=no")
    assert client.get(URL).status_code == 200
    act(client, view, "default")
    assert client.get(URL).url == f"{URL}?has_gtin=no&view={view.pk}"
    assert client.get(f"{URL}?view=all").status_code == 200
    act(client, view, "no-default")
    assert client.get(URL).status_code == 200


def test_columns_are_those_of_the_person_or_of_the_own_view(client, people, kept):
    def shown(query="view=all"):
        return [column.name for column in client.get(f"{URL}?{query}").context["columns"]]

    usual = shown()
    client.post(COLUMNS, {"act": "keep", "columns": ["price", "gone"], "next": "sort=title"})
    assert shown() == ["title", "price"]
    view = kept("Mine", columns=["title", "sku"])
    client.post(COLUMNS, {"act": "keep", "columns": ["tags"], "next": f"view={view.pk}"})
    assert (shown(f"view={view.pk}"), shown()) == (["title", "tags"], ["title", "price"])
    act(client, view, "share")
    client.force_login(people.viewer)
    answer = client.post(COLUMNS, {"act": "keep", "columns": ["stock"], "next": f"view={view.pk}"})
    assert answer.url.endswith("columns=title&columns=stock")
    assert shown(f"view={view.pk}") == ["title", "tags"]
    client.force_login(people.manager)
    client.post(COLUMNS, {"act": "reset", "next": ""})
    assert shown() == usual


@pytest.fixture
def cell(client, people, shop):
    """`cell("price", "12,5")`: saves the value of the drill's cell, as HTMX sends it."""

    def save(name, value, *, version=None, product=shop.drill):
        with tenant_scope(people.tenant.pk):
            seen = Product.objects.get(pk=product).version if version is None else version
        address = reverse("catalog:cell", args=[product, name])
        return client.post(address, {"value": value, "version": seen}, headers=HX)

    return save


@pytest.fixture
def drill(people, shop):
    def read():
        with tenant_scope(people.tenant.pk):
            return Product.objects.get(pk=shop.drill)

    return read


def test_cells_are_saved(client, shop, cell, drill):
    field = client.get(reverse("catalog:cell", args=[shop.drill, "price"]), headers=HX).content.decode()
    assert 'value="129.90"' in field
    assert "€12.50" in cell("price", "12.5").content.decode()
    cell("stock", "7")
    cell("title", "New title")
    assert "Inactive" in cell("status", "inactive").content.decode()
    assert (float(drill().price), drill().stock, drill().title, drill().status) == (12.5, 7, "New title", "inactive")


REFUSED = [("price", "much"), ("stock", "1.5"), ("title", ""), ("status", "gone")]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_does_not_fit_is_said_in_the_cell(cell, drill, name, value):
    before = drill().version
    answer = cell(name, value)
    assert 'role="alert"' in answer.content.decode()
    assert drill().version == before


def test_a_conflict_shows_the_present_value_and_can_be_overruled(people, cell, drill, shop):
    seen = drill().version
    edit_product(shop.drill, tenant_id=people.tenant.pk, user=people.admin, values={"price": "99"})
    page = cell("price", "12", version=seen).content.decode()
    assert "It now reads “99.00”" in page
    assert f'name="version" value="{drill().version}"' in page
    assert drill().price == 99
    assert cell("status", "inactive", version=seen).content.decode().count('role="alert"') == 1
    assert drill().status == "active"
    cell("price", "12")
    assert drill().price == 12


def test_locked_and_foreign_cells_stay(client, people, cell, drill, shop):
    lock_field(shop.drill, tenant_id=people.tenant.pk, user=people.manager, field="price")
    assert "locked" in cell("price", "12").content.decode()
    assert cell("gtin", "1").status_code == 404
    client.force_login(people.viewer)
    assert cell("title", "Mine").status_code == 403
    client.force_login(people.stranger)
    assert cell("title", "Mine").status_code == 404
    assert (float(drill().price), drill().title) == (129.9, "Perceuse GSR 18V-55")


def test_a_cell_sent_without_htmx_goes_on_at_the_product(client, drill, shop):
    address, place = reverse("catalog:cell", args=[shop.drill, "price"]), reverse("catalog:product", args=[shop.drill])
    assert client.get(address).url == place
    assert client.post(address, {"value": "12.5", "version": drill().version}).url == place
    assert str(drill().price) == "12.5000"
    answer = client.post(address, {"value": "much", "version": drill().version}, follow=True)
    assert "much" in answer.content.decode()
    assert str(drill().price) == "12.5000"
