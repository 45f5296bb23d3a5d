"""The sheet of a product: groups, languages, edit by group, conflicts field by field, new, copied and restored ones."""

import re

import pytest
from django.urls import reverse
from lxml import html

from catalog.models import AttributeValue, Product
from catalog.services import edit_product, lock_field
from catalog.services.attributes import AttributeSpec, Choice, Kind, make_attribute
from catalog.services.families import Member, make_family
from core.tenancy import tenant_scope

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def drill(delivered):
    return delivered.drill


@pytest.fixture
def at(drill):
    return lambda name="product", *more: reverse(f"catalog:{name}", args=[drill, *more])


@pytest.fixture
def send(client, people):
    """`send(url, title="New")`: the form at the address as it was `seen` (or is shown now), with these changes."""
    client.force_login(people.manager)

    def act(url, seen=None, **changes):
        data = {**(seen or shown(client, url)), **changes}
        return client.post(url, data, headers=ENGLISH)

    return act


def shown(client, url):
    """Everything a browser would send back if nothing were changed: name -> values."""
    page = html.fromstring(client.get(url, headers=ENGLISH).content)
    (form,) = page.xpath("//form[@data-save]")
    data: dict = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


@pytest.fixture
def who(people):
    return {"tenant_id": people.tenant.pk, "user": people.manager}


@pytest.fixture
def read(client, people):
    def page(url, who="manager"):
        client.force_login(getattr(people, who))
        return re.sub(r"\s+", " ", client.get(url, headers=ENGLISH).content.decode())

    return page


def values(people, pk):
    with tenant_scope(people.tenant.pk):
        rows = AttributeValue.objects.filter(product=pk).values_list("attribute__name", "language", "value")
        return {(name, language): value for name, language, value in rows}


def html_name(people, name, language=""):
    with tenant_scope(people.tenant.pk):
        pk = AttributeValue.objects.filter(attribute__name=name).values_list("attribute_id", flat=True).first()
    return f"a_{pk.hex}_{language}" if language else f"a_{pk.hex}"


def test_groups_show_values_by_their_kind(read, at, people, drill, who):
    given = {"attribute:height": "1.2 m", "attribute:ce": "oui", "attribute:release_date": "2026-01-02"}
    edit_product(drill, values={**given, "attribute:hs_code": "8467"}, **who)
    page = read(at())
    for text in ("Dimensions and packing", "120 cm", "Compliance and customs", "Yes", "Jan. 2, 2026", "8467"):
        assert text in page
    assert "Warranty and returns" in page.partition("Nothing is known yet about")[2]


def test_what_does_not_fit_is_marked(read, at, drill, who, people):
    with tenant_scope(people.tenant.pk):
        edit_product(drill, values={"attribute:height": "1 m"}, **who)
        AttributeValue.objects.filter(value="100").update(value="12 furlong")
    page = read(at())
    assert "12 furlong" in page
    assert "does not fit" in page


def test_texts_are_shown_in_the_language_of_the_address(read, at, drill, who):
    edit_product(drill, values={"attribute@en:title": "Cordless drill", "attribute:meta_title": "Perceuse"}, **who)
    assert "Cordless drill" not in read(at())
    assert "Cordless drill" in read(f"{at()}?language=en")
    assert "Perceuse GSR" in read(f"{at()}?language=xx")


def test_a_family_shows_what_it_asks_for(read, at, drill, who):
    make_family("Drills", members=[Member("voltage", is_required=True)], **who)
    edit_product(drill, values={"family": "drills"}, **who)
    page = read(at())
    assert "Voltage" in page
    assert "required" in page


def test_a_group_is_edited_with_all_its_standard_attributes(send, at, people, drill):
    answer = send(at("edit-group", "compliance"), a_hscode="8467 21", a_cemarking="true")
    assert answer.status_code == 302
    assert answer["Location"].endswith("#group-compliance")
    assert values(people, drill) == {("Couleur", ""): "bleu", ("hs_code", ""): "8467 21", ("ce_marking", ""): "true"}


def test_a_value_that_does_not_fit_is_refused_beside_its_field(send, at, people, drill):
    answer = send(at("edit-group", "dimensions"), a_height="tall", weight="2")
    assert answer.status_code == 422
    assert "write a number, alone in cm" in answer.content.decode()
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=drill).weight != 2


def test_a_translation_is_written_beside_the_own_text(send, at, people, drill):
    assert send(at("edit-group", "texts"), a_title_en="Cordless drill").status_code == 302
    assert values(people, drill)["title", "en"] == "Cordless drill"


def test_choices_are_chosen(send, at, people, drill, who):
    spec = AttributeSpec("Use", Kind.MULTISELECT, group="technical", choices=[Choice("Wood"), Choice("Steel")])
    made = make_attribute(spec, **who)
    make_family("Drills", members=[Member("Use")], **who)
    edit_product(drill, values={"family": "Drills"}, **who)
    assert send(at("edit-group", "technical"), **{f"a_{made.hex}": ["Steel", "Wood"]}).status_code == 302
    assert values(people, drill)["Use", ""] == "Wood\nSteel"


def test_a_conflict_is_shown_field_by_field_and_theirs_can_be_taken(client, send, at, people, drill, who):
    url = at("edit")
    seen = shown(client, url)
    edit_product(drill, values={"title": "Theirs", "stock": 3}, **who)
    answer = send(url, seen=seen, title="Mine", price="99")
    assert answer.status_code == 409
    rows = {each.label: (each.theirs, each.mine) for each in answer.context["meanwhile"]}
    assert rows == {"Title": ("Theirs", "Mine"), "Stock": ("3", None)}
    (form,) = html.fromstring(answer.content).xpath("//form[@data-save]")
    again = dict(form.form_values())
    assert client.post(url, {**again, "theirs-title": "1"}, headers=ENGLISH).status_code == 302
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get(pk=drill)
    assert (product.title, product.stock, str(product.price)) == ("Theirs", 3, "99.0000")


def test_a_locked_attribute_is_left_alone(send, at, people, drill, who):
    lock_field(drill, field="attribute:Couleur", **who)
    send(at("edit-group", "design"), **{html_name(people, "Couleur"): "rouge"})
    assert values(people, drill)["Couleur", ""] == "bleu"


@pytest.mark.parametrize(("given", "status"), [({"sku": "N-1"}, 302), ({}, 422), ({"gtin": "123"}, 422)])
def test_a_product_is_made_by_hand_as_a_draft(send, people, given, status):
    answer = send(reverse("catalog:new"), title="New one", **given)
    assert answer.status_code == status
    with tenant_scope(people.tenant.pk):
        made = Product.objects.filter(title="New one")
        assert [each.status for each in made] == (["draft"] if status == 302 else [])


def test_a_copy_needs_an_identity_of_its_own(send, at, people, drill):
    assert send(at("duplicate")).status_code == 422
    assert send(at("duplicate"), gtin="4059952514475").status_code == 422
    answer = send(at("duplicate"), sku="COPY-1")
    assert answer.status_code == 302
    with tenant_scope(people.tenant.pk):
        copy, first = Product.objects.get(sku="COPY-1"), Product.objects.get(pk=drill)
        assert (copy.gtin, copy.stock, copy.status, copy.offers.count()) == (None, None, "draft", 0)
        assert (copy.brand_id, copy.price, copy.title) == (first.brand_id, first.price, f"{first.title} (copy)")
        assert list(copy.attribute_values.values_list("value", flat=True)) == ["bleu"]


def test_the_product_goes_back_from_its_history(client, people, at, read, drill, who):
    with tenant_scope(people.tenant.pk):
        before = Product.objects.get(pk=drill)
    edit_product(drill, values={"title": "Changed"}, **who)
    first = client.get(at("history")) if client.force_login(people.manager) is None else None
    seq = first.context["changes"][-1].seq
    page = read(f"{at('restore')}?seq={seq}")
    assert "Changed" in page
    form = {"seq": seq, "version": before.version + 1}
    assert client.post(at("restore"), form, headers=ENGLISH).status_code == 302
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=drill).title == before.title


@pytest.mark.parametrize("query", ["seq=abc", "seq=999999", "day=soon", "day=2001-01-01", ""])
def test_strange_entries_lead_back_with_a_sentence(client, people, at, query):
    client.force_login(people.manager)
    assert client.get(f"{at('restore')}?{query}").status_code == 302


def test_a_status_that_may_not_follow_is_refused(client, people, at, drill):
    client.force_login(people.manager)
    answer = client.post(at("status"), {"status": "draft"}, follow=True, headers=ENGLISH)
    assert "cannot become “Draft”" in answer.content.decode()
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=drill).status == "active"


def test_attributes_and_families_have_pages(client, people, send, read, drill):
    listed = read(reverse("catalog:attributes"), "viewer")
    assert "Couleur" in listed
    assert reverse("catalog:attribute-new") not in listed
    given = {"name": "Grip", "kind": "select", "group": "design", "choices": "Soft | fr: Doux\nHard"}
    client.force_login(people.manager)
    answer = client.post(reverse("catalog:attribute-new"), given)
    assert answer.status_code == 302
    assert "Soft | fr: Doux" in read(answer["Location"])
    client.force_login(people.manager)
    assert client.post(reverse("catalog:attribute-new"), given).status_code == 422
    family = {"name": "Drills", "attributes": "Grip *\nhs_code"}
    assert client.post(reverse("catalog:family-new"), family).status_code == 302
    assert client.post(reverse("catalog:family-new"), {"name": "x", "attributes": "nothing"}).status_code in (404, 422)
    assert "Drills" in read(reverse("catalog:families"), "viewer")
