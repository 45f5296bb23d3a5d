"""Pages of bulk edits and of the trash: preview, doing it, once only, cancel, undo, taking out, emptying."""

import uuid

import pytest
from django.urls import reverse

from catalog.models import BulkEdit, Product
from catalog.services import set_status
from core.tenancy import tenant_scope

BULK, TRASH = reverse("catalog:bulk"), reverse("catalog:trash")
ENGLISH = {"Accept-Language": "en"}
RAISE = {"act": "price", "price.how": "percent", "price.amount": "10", "price.rounding": "cent"}


@pytest.fixture
def shop(people, delivered, client):
    client.force_login(people.manager)
    return people.tenant.pk


@pytest.fixture
def prices(shop):
    def read(name="price"):
        with tenant_scope(shop):
            return dict(Product.objects.order_by("title").values_list("title", name))

    return read


def send(client, **fields):
    return client.post(BULK, {"key": uuid.uuid4(), **fields}, headers=ENGLISH)


def test_the_form_shows_the_effect_and_changes_nothing(client, shop, prices):
    before = prices()
    page = client.get(BULK, {**RAISE, "matching": "in_stock=yes", "preview": "yes"}, headers=ENGLISH).content.decode()
    assert "price: +10%" in page
    assert "Change 2 products" in page
    assert "€142.89" in page or "142.89" in page
    assert prices() == before


def test_what_cannot_be_is_said_beside_the_options(client, shop):
    answer = client.get(BULK, {**RAISE, "price.amount": "much", "matching": "all", "preview": "yes"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "“much” does not fit here: a number is allowed." in answer.content.decode()


@pytest.mark.parametrize("selection", [{}, {"selected": "x"}, {"matching": "status=gone"}])
def test_without_a_selection_that_can_be_read_nothing_happens(client, shop, prices, selection):
    before = prices()
    assert client.get(BULK, selection).status_code == 422
    assert send(client, **RAISE, **selection).status_code == 422
    assert prices() == before


def test_it_is_done_once_and_undone(client, shop, prices, delivered):
    before = prices()
    key = uuid.uuid4()
    fields = {**RAISE, "selected": [str(delivered.drill), str(delivered.saw)], "key": key}
    answers = [send(client, **fields) for _press in range(2)]
    assert len({answer.url for answer in answers}) == 1
    assert float(prices()["Perceuse GSR 18V-55"]) == 142.89
    page = client.get(answers[0].url, headers=ENGLISH).content.decode()
    assert "Perceuse GSR 18V-55" in page
    assert "Completed" in page
    undone = client.post(f"{answers[0].url}undo/")
    assert client.get(undone.url).status_code == 200
    assert prices() == before
    assert len(client.get(reverse("catalog:bulk-edits")).context["edits"]) == 2


def test_a_decimal_comma_is_understood(client, shop, prices):
    send(client, **{**RAISE, "price.how": "set", "price.amount": "12,50", "matching": "all"})
    assert {float(price) for price in prices().values()} == {12.5}


def test_a_category_is_named_by_its_path(client, shop, prices):
    fields = {"act": "category", "category.how": "replace", "category.path": "Outillage", "matching": "all"}
    send(client, **fields)
    assert set(prices("category__path").values()) == {"Outillage"}
    assert send(client, **{**fields, "category.path": "Nowhere"}).status_code == 422


def test_people_who_only_read_change_nothing(client, people, shop, prices):
    client.force_login(people.viewer)
    before = prices()
    assert send(client, **RAISE, matching="all").status_code == 403
    assert prices() == before
    with tenant_scope(shop):
        assert not BulkEdit.objects.exists()


def test_a_bulk_edit_of_somebody_else_is_not_there(client, people, shop):
    made = send(client, **RAISE, matching="all")
    client.force_login(people.stranger)
    assert client.get(made.url).status_code == 404
    assert client.post(f"{made.url}undo/").status_code == 404


def test_what_is_over_cannot_be_cancelled(client, shop):
    made = send(client, **RAISE, matching="all")
    answer = client.post(f"{made.url}cancel/", follow=True, headers=ENGLISH)
    assert "does not allow" in answer.content.decode()
    assert client.post(f"{made.url}nonsense/").status_code == 404


@pytest.fixture
def thrown_away(people, delivered, shop):
    with tenant_scope(shop):
        set_status([delivered.drill, delivered.saw], tenant_id=shop, user=people.admin, status="trash")


def test_products_are_taken_out_of_the_trash(client, shop, prices, delivered, thrown_away):
    assert len(client.get(TRASH).context["products"]) == 2
    client.post(TRASH, {"selected": [str(delivered.drill)]})
    assert prices("status")["Perceuse GSR 18V-55"] == "active"
    client.post(TRASH, {"all": "yes"})
    assert "trash" not in prices("status").values()


def test_the_trash_is_emptied_by_those_who_may_delete(client, people, shop, prices, thrown_away, delivered):
    client.force_login(people.viewer)
    assert client.post(reverse("catalog:trash-empty")).status_code == 403
    assert len(prices()) == 3
    client.force_login(people.admin)
    page = client.get(TRASH, headers=ENGLISH).content.decode()
    assert "2 products are removed for good" in page
    client.post(reverse("catalog:trash-empty"))
    assert list(prices()) == ["Chaise « Lisbonne »"]
    assert "The trash is empty" in client.get(TRASH, headers=ENGLISH).content.decode()
