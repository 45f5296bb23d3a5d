"""ETags: 304 for a reader who knows, 412 for a writer who does not, and nothing changed by a refused write."""

import pytest

from catalog.models import Product
from core.rest.conditional import tags_in
from core.tenancy import tenant_scope

SUPPLIERS = "/api/v1/suppliers"


@pytest.fixture
def drill(delivered):
    return f"/api/v1/products/{delivered.drill}"


def test_a_reader_who_has_the_answer_gets_none(api, people, drill):
    api.force_login(people.viewer)
    first = api.get(drill)
    again = api.get(drill, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["X-RateLimit-Limit"]
    assert not again.has_header("Content-Type")


@pytest.mark.parametrize("known", ['"other"', 'W/"other", "more"', "no tag at all", ""])
def test_another_tag_gets_the_answer(api, people, drill, known):
    api.force_login(people.viewer)
    assert api.get(drill, headers={"If-None-Match": known}).status_code == 200


def test_tags_are_read_in_all_spellings():
    assert tags_in('"a", W/"b" ,"c"') == ['"a"', '"b"', '"c"']
    assert tags_in(" * ") == ["*"]


def test_a_tag_made_weak_by_compression_still_counts(api, people, drill):
    api.force_login(people.viewer)
    packed = api.get(drill, headers={"Accept-Encoding": "gzip"})
    assert packed["ETag"].startswith("W/")
    assert api.get(drill, headers={"If-None-Match": packed["ETag"]}).status_code == 304


def test_a_change_with_the_present_tag_is_made_and_answers_the_next_tag(api, people, drill):
    api.force_login(people.manager)
    tag = api.get(drill)["ETag"]
    answer = api.patch(drill, {"values": {"stock": 7}}, format="json", headers={"If-Match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] == api.get(drill)["ETag"] != tag


def test_a_change_with_an_old_tag_is_refused_and_changes_nothing(api, people, delivered, drill):
    api.force_login(people.manager)
    tag = api.get(drill)["ETag"]
    api.patch(drill, {"values": {"stock": 7}}, format="json")
    answer = api.patch(drill, {"values": {"stock": 8}}, format="json", headers={"If-Match": tag})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (412, "PRECONDITION_FAILED")
    assert error["details"]["etag"] == api.get(drill)["ETag"]
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=delivered.drill).stock == 7


def test_a_change_that_comes_between_tag_and_write_is_noticed(api, people, drill, monkeypatch):
    from catalog.api import products

    api.force_login(people.manager)
    tag = api.get(drill)["ETag"]
    write = products.edit_product

    def overtaken(product_id, **options):
        write(product_id, **{**options, "values": {"stock": 1}, "version": None})
        return write(product_id, **options)

    monkeypatch.setattr(products, "edit_product", overtaken)
    answer = api.patch(drill, {"values": {"stock": 8}}, format="json", headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["error"]["code"]) == (412, "PRECONDITION_FAILED")


def test_any_tag_stands_for_something_that_is_there(api, people, drill):
    api.force_login(people.manager)
    answer = api.patch(drill, {"values": {"stock": 7}}, format="json", headers={"If-Match": "*"})
    assert answer.status_code == 200


def test_lists_have_tags_too(api, people, db):
    api.force_login(people.viewer)
    tag = api.get(SUPPLIERS)["ETag"]
    assert api.get(SUPPLIERS, headers={"If-None-Match": tag}).status_code == 304
    assert api.head(SUPPLIERS)["ETag"] == tag
