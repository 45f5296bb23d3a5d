"""Members come and go; each act leaves its trace, each refusal leaves everything as it was."""

import pytest

from core.access import allowed
from core.access.roles import Role
from core.errors import InvalidInput, PermissionRefused
from core.models import Invitation, Membership, User
from core.people import services
from core.people.errors import (
    AddressTaken,
    AlreadyMember,
    BeyondOwnRights,
    LastAdmin,
    OwnMembership,
    PersonNotFound,
    RoleNotFound,
    SharedAccount,
)
from core.signin import links
from core.signin.errors import LinkUnusable
from core.signin.services import join
from tests.factories.people import UserFactory, member

PASSWORD = "A-Long-Passphrase-9!"


def add(people, by, **values):
    given = {"email": "Neu@Example.org", "name": "Neu", "role": "viewer", "password": PASSWORD, **values}
    return services.add_member(by=by, tenant_id=people.tenant.pk, **given)


def test_an_admin_adds_a_member_who_can_sign_in(people, acts):
    added = add(people, people.admin)
    user = User.objects.get(pk=added.user_id)
    assert (user.email, user.check_password(PASSWORD)) == ("neu@example.org", True)
    assert allowed(user, "read:products", tenant_id=people.tenant.pk)
    assert [act["code"] for act in acts()] == ["member.added"]
    assert acts()[0]["after"] == {"email": "neu@example.org", "name": "Neu", "role": "Viewer"}
    assert PASSWORD not in str(acts())


def test_without_a_password_people_are_invited(people):
    assert add(people, people.admin, password=None).invited
    assert not User.objects.filter(email="neu@example.org").exists()
    assert Invitation.objects.get(tenant=people.tenant).role == "viewer"


def test_becoming_a_member_otherwise_ends_the_invitation(people):
    add(people, people.admin, password=None)
    Invitation.objects.update(token_hash=links.hashed("old mail"))
    user = User.objects.get(pk=add(people, people.admin).user_id)
    services.remove_member(by=people.admin, tenant_id=people.tenant.pk, user_id=user.pk)
    with pytest.raises(LinkUnusable):
        join(token="old mail", user=user)
    assert not user.memberships.exists()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"email": "no address"}, InvalidInput),
        ({"role": "emperor"}, RoleNotFound),
        ({"password": "123"}, InvalidInput),
    ],
)
def test_bad_values_add_nobody(people, values, error):
    before = User.objects.count()
    with pytest.raises(error):
        add(people, people.admin, **values)
    assert User.objects.count() == before


def test_a_manager_adds_nobody(people):
    with pytest.raises(PermissionRefused, match="admin:user_create"):
        add(people, people.manager)
    assert not User.objects.filter(email="neu@example.org").exists()


def test_nobody_adds_a_person_above_himself(people, clerk):
    with pytest.raises(BeyondOwnRights, match="write:products"):
        add(people, clerk, role="manager")
    assert not User.objects.filter(email="neu@example.org").exists()


def test_a_member_is_not_added_twice(people):
    with pytest.raises(AlreadyMember):
        add(people, people.admin, email=people.viewer.email.upper())


def test_an_account_of_elsewhere_is_invited_and_no_member_unasked(people):
    added = add(people, people.admin, email=people.stranger.email)
    assert (added.user_id, added.invited) == (None, True)
    assert Invitation.objects.get(tenant=people.tenant).email == people.stranger.email
    people.stranger.refresh_from_db()
    assert not people.stranger.check_password(PASSWORD)
    assert not Membership.objects.filter(tenant=people.tenant, user=people.stranger).exists()


def test_name_and_address_are_changed(people, acts):
    values = {"name": "Vera V.", "email": "VERA@example.org"}
    services.update_member(by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, values=values)
    people.viewer.refresh_from_db()
    assert (people.viewer.name, people.viewer.email) == ("Vera V.", "vera@example.org")
    assert acts()[-1]["after"] == {"name": "Vera V.", "email": "vera@example.org"}


def test_a_shared_account_is_changed_by_nobody_else(people):
    Membership.objects.create(tenant=people.elsewhere, user=people.viewer, role=Role.VIEWER)
    with pytest.raises(SharedAccount):
        services.update_member(
            by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, values={"email": "mine@example.org"}
        )


def test_the_address_of_somebody_higher_is_out_of_reach(people, clerk):
    with pytest.raises(BeyondOwnRights):
        services.update_member(
            by=clerk, tenant_id=people.tenant.pk, user_id=people.admin.pk, values={"email": "mine@example.org"}
        )
    people.admin.refresh_from_db()
    assert people.admin.email != "mine@example.org"


@pytest.mark.parametrize(("email", "error"), [("", InvalidInput), ("taken", AddressTaken)])
def test_a_bad_address_changes_nothing(people, email, error):
    address = people.stranger.email if email == "taken" else email
    with pytest.raises(error):
        services.update_member(
            by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, values={"email": address}
        )


def test_only_name_and_address_are_changed_here(people):
    with pytest.raises(InvalidInput, match="is_superuser"):
        services.update_member(
            by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, values={"is_superuser": True}
        )


def test_a_deactivated_member_may_nothing_until_he_is_back(people, acts, membership):
    who = {"by": people.admin, "tenant_id": people.tenant.pk, "user_id": people.manager.pk}
    services.deactivate_member(**who)
    assert not allowed(User.objects.get(pk=people.manager.pk), "read:products", tenant_id=people.tenant.pk)
    assert people.manager.is_active, "the account itself is the person's"
    services.reactivate_member(**who)
    assert allowed(User.objects.get(pk=people.manager.pk), "read:products", tenant_id=people.tenant.pk)
    assert [act["code"] for act in acts()] == ["member.deactivated", "member.reactivated"]


def test_a_removed_member_keeps_the_other_organisation(people, acts):
    Membership.objects.create(tenant=people.elsewhere, user=people.viewer, role=Role.VIEWER)
    services.remove_member(by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk)
    user = User.objects.get(pk=people.viewer.pk)
    assert not allowed(user, "read:products", tenant_id=people.tenant.pk)
    assert allowed(user, "read:products", tenant_id=people.elsewhere.pk)
    assert acts()[-1]["code"] == "member.removed"


@pytest.mark.parametrize("act", [services.deactivate_member, services.remove_member])
def test_nobody_locks_himself_out(people, act):
    member(people.tenant, Role.ADMIN)
    with pytest.raises(OwnMembership):
        act(by=people.admin, tenant_id=people.tenant.pk, user_id=people.admin.pk)
    assert Membership.objects.filter(user=people.admin, is_active=True).exists()


@pytest.mark.parametrize("act", [services.deactivate_member, services.remove_member])
def test_the_last_admin_stays(people, act):
    boss = UserFactory(is_superuser=True)
    with pytest.raises(LastAdmin):
        act(by=boss, tenant_id=people.tenant.pk, user_id=people.admin.pk)
    other = member(people.tenant, Role.ADMIN)
    act(by=boss, tenant_id=people.tenant.pk, user_id=people.admin.pk)
    assert Membership.objects.filter(user=other, is_active=True).exists()


@pytest.mark.parametrize("act", [services.deactivate_member, services.remove_member, services.reactivate_member])
@pytest.mark.parametrize("person", ["manager", "viewer", "stranger"])
def test_people_without_the_right_change_no_member(people, act, person):
    before = list(Membership.objects.order_by("pk").values())
    with pytest.raises(PermissionRefused):
        act(by=getattr(people, person), tenant_id=people.tenant.pk, user_id=people.admin.pk)
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("act", [services.deactivate_member, services.remove_member])
def test_a_person_of_elsewhere_is_nobody_here(people, act):
    with pytest.raises(PersonNotFound):
        act(by=people.admin, tenant_id=people.tenant.pk, user_id=people.stranger.pk)
    assert Membership.objects.filter(user=people.stranger, is_active=True).exists()
