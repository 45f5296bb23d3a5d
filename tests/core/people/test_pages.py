"""The pages of users and roles."""

import pytest
from django.urls import reverse

from core.access import grants
from core.models import CustomRole, Membership, User
from tests.factories.catalog import supplier
from tests.queries import at_most_queries

PAGES = ("people:users", "people:add", "people:roles", "people:add-role")


@pytest.fixture
def as_admin(client, people):
    client.force_login(people.admin)
    return client


def page_of(user, name="user", *rest):
    return reverse(f"people:{name}", args=[user.pk, *rest])


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_admin_only(client, people, name):
    client.force_login(people.admin)
    assert client.get(reverse(name)).status_code == 200
    client.force_login(people.manager)
    assert client.get(reverse(name)).status_code == 403


def test_the_list_shows_this_organisation_only(as_admin, people):
    with at_most_queries(9):
        text = as_admin.get(reverse("people:users")).text
    assert people.viewer.email in text
    assert people.stranger.email not in text
    narrowed = as_admin.get(reverse("people:users"), {"q": "marc", "role": "manager", "state": "active"})
    assert [each.name for each in narrowed.context["members"]] == ["Marc Manager"]
    assert "Nobody matches" in as_admin.get(reverse("people:users"), {"q": "zzz"}).text


def test_an_organisation_without_anybody_says_so(client, people):
    client.force_login(User.objects.create_superuser(email="root@example.org", password="Quiet-River-42"))
    Membership.objects.filter(tenant=people.elsewhere).delete()
    client.post("/organisation/", {"tenant": people.elsewhere.pk})
    assert "Nobody works here yet" in client.get("/settings/users/").content.decode()
    assert "Nobody matches these filters" in client.get("/settings/users/?q=zz").content.decode()


def test_a_person_is_added(as_admin, people):
    values = {"email": "neu@example.org", "name": "Neu", "role": "user", "password": "A-Long-Passphrase-9!"}
    answer = as_admin.post(reverse("people:add"), values)
    user = User.objects.get(email="neu@example.org")
    assert answer.url == page_of(user)
    assert Membership.objects.get(user=user).role == "user"


def test_without_a_password_a_person_is_invited(as_admin, people):
    answer = as_admin.post(reverse("people:add"), {"email": "neu@example.org", "role": "user"}, follow=True)
    assert "becomes a member by accepting" in answer.text
    assert not User.objects.filter(email="neu@example.org").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no"}, "email"),
        ({"email": "taken"}, "email"),
        ({"password": "123"}, "password"),
        ({"role": "emperor"}, "role"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(as_admin, people, values, field):
    given = {"email": "neu@example.org", "role": "user", "password": "A-Long-Passphrase-9!", **values}
    given["email"] = people.viewer.email if given["email"] == "taken" else given["email"]
    answer = as_admin.post(reverse("people:add"), given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="neu@example.org").exists()


def test_role_rights_and_account_of_a_person_are_changed(as_admin, people):
    as_admin.post(page_of(people.viewer, "assign-role"), {"role": "user"})
    as_admin.post(
        page_of(people.viewer, "override"), {"o-write:products": "1", "o-read:prices": "0", "o-read:tags": ""}
    )
    as_admin.post(page_of(people.viewer), {"name": "Vera V.", "email": "v@example.org"})
    member = Membership.objects.select_related("user").get(user=people.viewer)
    assert (member.role, member.overrides) == ("user", {"write:products": True, "read:prices": False})
    assert (member.user.name, member.user.email) == ("Vera V.", "v@example.org")
    text = as_admin.get(page_of(people.viewer)).text
    assert "20 of 62" in text


def test_a_person_rests_returns_and_goes(as_admin, people):
    for name, active in (("deactivate", False), ("reactivate", True)):
        as_admin.post(page_of(people.viewer, "act", name))
        assert Membership.objects.get(user=people.viewer).is_active is active
    assert as_admin.post(page_of(people.viewer, "act", "remove")).url == reverse("people:users")
    assert not Membership.objects.filter(user=people.viewer).exists()
    assert as_admin.post(page_of(people.manager, "act", "promote")).status_code == 404


def test_refusals_are_told_on_the_page(as_admin, people):
    answer = as_admin.post(page_of(people.admin, "assign-role"), {"role": "viewer"}, follow=True)
    assert "last active Admin" in answer.text
    answer = as_admin.post(page_of(people.admin, "act", "deactivate"), follow=True)
    assert "yourself" in answer.text
    assert Membership.objects.get(user=people.admin).role == "admin"


def test_somebody_higher_is_shown_without_buttons(client, people, clerk):
    client.force_login(clerk)
    text = client.get(page_of(people.admin)).text
    assert "holds rights that you do not" in text
    assert page_of(people.admin, "assign-role") not in text
    answer = client.post(page_of(people.viewer, "assign-role"), {"role": "admin"}, follow=True)
    assert "rights that you do not" in answer.text
    answer = client.post(page_of(clerk, "override"), {"o-write:products": "1"}, follow=True)
    assert "hold yourself" in answer.text
    assert Membership.objects.get(user=clerk).overrides == {}


def test_a_stranger_has_no_page_here(as_admin, people):
    for name in ("user", "add-grant"):
        assert as_admin.get(page_of(people.stranger, name)).status_code == 404
    assert as_admin.post(page_of(people.stranger, "assign-role"), {"role": "viewer"}).status_code == 404


def test_a_grant_is_found_given_and_taken(as_admin, people):
    acme = supplier(people.tenant)
    address = page_of(people.viewer, "add-grant") + "?kind=supplier&q=acm"
    assert "Acme" in as_admin.get(address).text
    answer = as_admin.post(address, {"object": acme.pk, "permissions": ["write:suppliers"]})
    assert answer.url == page_of(people.viewer)
    assert grants.grants_on(acme) == {people.viewer.pk: ["write:suppliers"]}
    assert "Acme" in as_admin.get(page_of(people.viewer)).text
    as_admin.post(page_of(people.viewer, "take-grant"), {"kind": "supplier", "object": acme.pk})
    assert grants.grants_on(acme) == {}


def test_a_grant_needs_an_object_and_a_right(as_admin, people):
    supplier(people.tenant)
    answer = as_admin.post(page_of(people.viewer, "add-grant") + "?kind=supplier", {})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"object", "permissions"}
    assert "Nothing of this name" in as_admin.get(page_of(people.viewer, "add-grant") + "?kind=category").text


def test_the_matrix_shows_every_role_with_its_count(as_admin, people, clerk):
    with at_most_queries(9):
        answer = as_admin.get(reverse("people:roles"))
    assert [len(role.permissions) for role in answer.context["roles"]] == [62, 41, 20, 17, 8]
    assert answer.text.count('type="checkbox"') == 62


def test_an_own_role_is_added_ticked_and_deleted(as_admin, people):
    as_admin.post(reverse("people:add-role"), {"name": "Buyer", "description": "Buys", "like": "viewer"})
    role = CustomRole.objects.get()
    assert len(role.permissions) == 17
    address = reverse("people:save-role", args=[role.pk])
    as_admin.post(address, {"name": "Buyers", "description": "", "permissions": ["read:prices", "write:prices"]})
    role.refresh_from_db()
    assert (role.name, role.permissions) == ("Buyers", ["read:prices", "write:prices"])
    assert "A role has a name" in as_admin.post(address, {"name": " "}, follow=True).text or role.name == "Buyers"
    as_admin.post(reverse("people:delete-role", args=[role.pk]))
    assert not CustomRole.objects.exists()


def test_a_role_in_use_is_kept(as_admin, people, clerk):
    role = CustomRole.objects.get()
    answer = as_admin.post(reverse("people:delete-role", args=[role.pk]), follow=True)
    assert "Members still have this role" in answer.text
    answer = as_admin.post(reverse("people:add-role"), {"name": "clerk"})
    assert (answer.status_code, "name" in answer.context["form"].errors) == (422, True)


def test_nobody_ticks_what_he_lacks(client, people, clerk):
    client.force_login(clerk)
    role = CustomRole.objects.get()
    answer = client.post(
        reverse("people:save-role", args=[role.pk]), {"name": "Clerk", "permissions": ["delete:products"]}, follow=True
    )
    assert "hold yourself" in answer.text
    answer = client.post(reverse("people:add-role"), {"name": "Big", "like": "admin"})
    assert answer.status_code == 422
    role.refresh_from_db()
    assert "delete:products" not in role.permissions
    assert CustomRole.objects.count() == 1
