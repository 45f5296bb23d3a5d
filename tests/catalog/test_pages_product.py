"""The page of a product: values and origins, why, locks, edits, offers, history, status; refusals."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from catalog.models import Product
from catalog.services import edit_product
from core.tenancy import tenant_scope
from tests.factories.products import TARIF, deliver
from tests.queries import at_most_queries

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def drill(people, delivered):
    """Reads the drill as the database has it now."""

    def read():
        with tenant_scope(people.tenant.pk):
            return Product.objects.get(pk=delivered.drill)

    return read


@pytest.fixture
def at(delivered):
    """`at("history")`: the address of a page of the drill."""
    return lambda name="product", *more: reverse(f"catalog:{name}", args=[delivered.drill, *more])


@pytest.fixture
def read(client, people):
    """`read(url, who)`: what the page says, in English."""

    def page(url, who="viewer"):
        client.force_login(getattr(people, who))
        answer = client.get(url, headers=ENGLISH)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return page


@pytest.fixture
def act(client, people, at):
    """`act("lock", field="title")` by the manager; the page that follows."""

    def post(name, who="manager", **values):
        client.force_login(getattr(people, who))
        return client.post(at("field-act", name), values, follow=True, headers=ENGLISH)

    return post


def edited(client, people, at, **changes):
    """Send the edit form as it was shown, with these changes."""
    client.force_login(people.manager)
    return client.post(at("edit"), shown(client, at) | changes, headers=ENGLISH)


def shown(client, at):
    """Everything a browser would send back if nothing were changed."""
    page = client.get(at("edit"), headers=ENGLISH)
    form = page.context["form"]
    data = {bound.html_name: str(bound.value() if bound.value() is not None else "") for bound in form}
    hidden = re.findall(r'name="(initial-[a-z_]+)"(?: value="([^"]*)")?', page.content.decode())
    return data | dict(hidden)


def test_values_stand_with_their_origin(read, at):
    page = read(at())
    for text in ("Perceuse GSR 18V-55", "€129.90", "4059952514475", "Outillage Martin", "Lyon", "CHF"):
        assert text in page
    assert at("why", "title") in page


def test_a_viewer_has_no_buttons(read, at):
    page = read(at())
    for url in (at("edit"), at("field-act", "lock"), at("status")):
        assert url not in page
    assert at("edit") in read(at(), "manager")


def test_pages_of_a_product_need_few_queries(client, people, at):
    client.force_login(people.manager)
    client.get(at())
    for name, limit in (("product", 22), ("offers", 13), ("history", 18)):
        with at_most_queries(limit):
            client.get(at(name))


def test_why_names_the_winner_and_all_sources(client, people, read, at):
    page = read(at("why", "price"))
    assert "The value comes from Outillage Martin" in page
    assert "€118" not in page
    assert "118.50" in page
    assert "comes first" in page
    client.force_login(people.viewer)
    fragment = client.get(at("why", "price"), headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "118.50" in fragment


def test_why_knows_named_values(read, at):
    assert "bleu" in read(at("why", "attribute:Couleur"))


def test_a_field_that_does_not_exist_is_refused(client, people, at):
    client.force_login(people.viewer)
    assert client.get(at("why", "secret")).status_code == 422


def test_lock_and_unlock(act, drill):
    page = act("lock", field="price")
    assert drill().locks == ["price"]
    assert "Unlock" in page.content.decode()
    act("unlock", field="price")
    assert drill().locks == []


def test_an_edit_wins_until_it_is_given_back(client, people, at, act, read, drill, delivered):
    assert edited(client, people, at, title="Perceuse de Marc").url == at()
    assert drill().title == "Perceuse de Marc"
    with tenant_scope(people.tenant.pk):
        deliver([{**TARIF[0], "title": "Neuer Titel"}], tenant_id=people.tenant.pk, supplier_id=delivered.martin)
    assert drill().title == "Perceuse de Marc"
    page = read(at("why", "title"))
    assert "wrote it by hand" in page
    assert "The first source says something else" in page
    act("release", field="title")
    assert drill().title == "Neuer Titel"


def test_only_what_was_changed_is_marked(client, people, at, drill):
    edited(client, people, at, price="99.5", stock="7")
    product = drill()
    assert (str(product.price), product.stock) == ("99.5000", 7)
    assert set(product.provenance) == {"price", "stock"}


def test_nothing_changed_saves_nothing(client, people, at, drill):
    assert edited(client, people, at).status_code == 302
    assert drill().version == 1


def test_amounts_are_written_as_the_language_does(client, people, at, drill):
    client.force_login(people.manager)
    french = {"Accept-Language": "fr"}
    page = client.get(at("edit"), headers=french).content.decode()
    assert 'value="129,90"' in page
    client.post(at("edit"), shown(client, at) | {"price": "120,5"}, headers=french)
    assert str(drill().price) == "120.5000"


def test_what_is_wrong_stands_beside_its_field(client, people, at, drill):
    answer = edited(client, people, at, gtin="4059952514476", title="", price="much")
    assert answer.status_code == 422
    assert {"title", "price"} <= set(answer.context["form"].errors)
    answer = edited(client, people, at, gtin="4059952514476")
    assert list(answer.context["form"].errors) == ["gtin"]
    answer = edited(client, people, at, gtin="0088381080361")
    assert "Another product has this EAN" in str(answer.context["form"].errors["gtin"])
    assert drill().version == 1


def test_nobody_overwrites_somebody_else_unseen(client, people, at, drill):
    client.force_login(people.manager)
    before = shown(client, at)
    with tenant_scope(people.tenant.pk):
        edit_product(
            drill().pk, tenant_id=people.tenant.pk, user=people.admin, values={"title": "Admin's title", "mpn": "X-1"}
        )
    answer = client.post(at("edit"), before | {"stock": "5"}, headers=ENGLISH)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this product" in page
    assert escape("Admin's title") in page
    assert drill().stock == 84
    form = answer.context["form"]
    again = client.post(at("edit"), {name: form.data.get(name, "") for name in form.data}, headers=ENGLISH)
    assert again.status_code == 302
    product = drill()
    assert (product.title, product.mpn, product.stock) == ("Admin's title", "X-1", 5)


def test_a_locked_field_is_left_alone_by_the_form(client, people, at, act, drill):
    act("lock", field="title")
    edited(client, people, at, title="Sneaked in", stock="5")
    assert (drill().title, drill().stock) == ("Perceuse GSR 18V-55", 5)


def test_offers_show_the_row_as_it_came(read, at):
    page = read(at("offers"))
    for text in ("Outillage Martin", "Werkzeug Weber", "W-77", "The row of Werkzeug Weber as it came", "129,90"):
        assert text in page


def test_history_tells_old_new_who_and_restores(client, people, at, act, read, drill):
    edited(client, people, at, title="Perceuse de Marc")
    page = read(at("history"), "manager")
    for text in ("Perceuse GSR 18V-55", "Perceuse de Marc", "import of tarif.csv", "Restore"):
        assert text in page
    assert "Restore" not in read(at("history"))
    seq = re.search(r'name="seq" value="(\d+)"', page).group(1)
    act("restore", field="title", seq=seq)
    assert drill().title == "Perceuse GSR 18V-55"


def test_a_strange_entry_of_the_history_is_told(act, drill):
    assert "holds no earlier value" in act("restore", field="title", seq="999999").content.decode()
    assert "no entry of the history" in act("restore", field="title", seq="x").content.decode()
    assert drill().version == 1


def test_status_changes(client, people, at, drill):
    client.force_login(people.admin)
    client.post(at("status"), {"status": "inactive"})
    assert drill().status == "inactive"
    client.post(at("status"), {"status": "trash"})
    assert drill().status == "trash"
    assert "Take out of the trash" in client.get(at(), headers=ENGLISH).content.decode()
    client.post(at("status"), {"status": "restore"})
    assert drill().status == "inactive"
    assert "is no status" in client.post(at("status"), {"status": "odd"}, follow=True, headers=ENGLISH).content.decode()


def test_the_status_is_locked_and_unlocked(act, read, at, drill):
    assert "Unlock the status" not in read(at(), "manager")
    assert "is locked" in act("lock", field="status").content.decode()
    assert (drill().locks, drill().status) == (["status"], "active")
    assert "Unlock the status" in read(at(), "manager")
    assert "The status is locked" in read(at())
    act("unlock", field="status")
    assert drill().locks == []


def test_the_trash_needs_the_right_to_delete(client, people, at, drill):
    client.force_login(people.manager)
    assert client.post(at("status"), {"status": "trash"}).status_code == 403
    assert drill().status == "active"
    assert "to-trash" not in client.get(at()).content.decode()


def test_a_viewer_changes_nothing(client, people, at, act, drill):
    client.force_login(people.viewer)
    assert client.get(at("edit")).status_code == 403
    assert client.post(at("edit"), {"title": "x", "version": "1"}).status_code == 403
    assert client.post(at("status"), {"status": "draft"}).status_code == 403
    for name in ("lock", "unlock", "release", "restore"):
        assert act(name, who="viewer", field="title", seq="1").status_code == 403
    assert drill().version == 1


def test_a_stranger_finds_nothing(client, people, at, act, drill):
    client.force_login(people.stranger)
    for url in (at(), at("offers"), at("history"), at("edit"), at("why", "title")):
        assert client.get(url).status_code == 404
    for name in ("lock", "unlock", "release"):
        assert act(name, who="stranger", field="title").status_code == 404
    client.post(at("status"), {"status": "trash"})
    assert (drill().version, drill().status, drill().locks) == (1, "active", [])


def test_an_act_that_does_not_exist_is_not_found(act):
    assert act("explode", field="title").status_code == 404


def test_nobody_signs_in_first(client, at):
    assert client.get(at()).url.startswith("/login/")
    again = client.get(at("why", "title"), headers={"HX-Request": "true"})
    assert again.headers["HX-Refresh"] == "true"
