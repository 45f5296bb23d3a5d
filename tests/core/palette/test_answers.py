"""All kinds are asked at once; what they find is put together by its score."""

import pytest
from django.urls import reverse

from core.palette import Found, Hit, Kind, Score, find, kinds, registry
from core.palette.commands import commands
from tests.factories.people import member

pytestmark = pytest.mark.django_db
HERE = __name__


def give_many(text, *, user, tenant_id, most):
    return Found([Hit(f"{text} {number}", f"/many/{number}", Score.BEGINNING) for number in range(most)])


def give_one(text, *, user, tenant_id, most):
    return Found([Hit(text, "/one", Score.CODE)], corrected="other")


@pytest.fixture
def two_kinds(monkeypatch):
    """Only these two can be found."""
    two = [Kind(name, name, name, "tag", f"{HERE}.give_{name}", is_data=name == "one") for name in ("many", "one")]
    monkeypatch.setattr(registry, "_kinds", {kind.name: kind for kind in two})


def asked(people, text="abc", **options):
    return find(text, user=people.manager, tenant_id=people.tenant.pk, **options)


def test_the_kind_of_the_best_hit_comes_first_and_others_fill_up(two_kinds, people):
    answer = asked(people)
    assert [(group.kind.name, len(group.hits)) for group in answer.groups] == [("one", 1), ("many", 9)]
    assert (answer.count, answer.corrected) == (10, "other")
    assert answer.only_code[1].url == "/one"


def test_what_is_asked_for_can_be_narrowed(two_kinds, people):
    assert [group.kind.name for group in asked(people, only=("many",)).groups] == ["many"]
    assert [group.kind.name for group in asked(people, data=True).groups] == ["one"]
    assert asked(people, limit=1).count == 1


def test_nothing_typed_finds_nothing(two_kinds, people):
    assert asked(people, "  ").groups == []


def test_pages_are_offered_before_anything_is_typed(people):
    answer = asked(people, "")
    assert [group.kind.name for group in answer.groups] == ["page"]


def test_every_command_leads_to_a_page():
    assert all(reverse(command.url_name).startswith("/") for command in commands())
    assert len({command.url_name for command in commands()}) == len(commands()) >= 25


def pages(user, people, text):
    answer = find(text, user=user, tenant_id=people.tenant.pk, only=("page",))
    return {hit.url for group in answer.groups for hit in group.hits}


def test_pages_are_found_by_name_and_other_words_by_who_may_open_them(people):
    assert pages(people.admin, people, "users") == {"/settings/users/"}
    assert pages(people.admin, people, "permissions") == {"/settings/roles/"}
    assert pages(people.viewer, people, "users") == set()
    assert "/imports/new/" in pages(people.manager, people, "new import")
    assert pages(people.viewer, people, "new import") == set()
    assert pages(member(people.tenant, ""), people, "quarantine") == set()


def test_people_are_found_by_those_who_administer_them(people):
    for text in (people.viewer.email, people.viewer.name):
        found = find(text, user=people.admin, tenant_id=people.tenant.pk, only=("user",))
        assert [hit.id for group in found.groups for hit in group.hits] == [str(people.viewer.pk)]
        assert find(text, user=people.manager, tenant_id=people.tenant.pk, only=("user",)).groups == []
    stranger = find(people.stranger.email, user=people.admin, tenant_id=people.tenant.pk, only=("user",))
    assert stranger.groups == []


def test_kinds_are_registered_by_their_apps():
    known = {kind.name for kind in kinds()}
    assert {"page", "user", "supplier", "product", "brand", "category", "view", "import", "export"} <= known
