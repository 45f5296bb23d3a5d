"""Roles, single rights, grants: nobody gives more than he holds."""

import uuid

import pytest

from core.access import allowed, grants, permissions_of
from core.access.permissions import CODES
from core.access.roles import Role
from core.errors import InvalidInput, PermissionRefused
from core.models import CustomRole, Membership, User
from core.people import selectors, services
from core.people.errors import (
    BeyondOwnRights,
    LastAdmin,
    ObjectNotFound,
    PersonNotFound,
    RoleInUse,
    RoleNameTaken,
    RoleNotFound,
    RolePredefined,
)
from core.people.words import permission_groups, words_of
from tests.factories.catalog import supplier
from tests.factories.people import UserFactory, member


def fresh(user):
    return User.objects.get(pk=user.pk)


def assign(people, by, user, role):
    services.assign_role(by=by, tenant_id=people.tenant.pk, user_id=user.pk, role=str(role))


def override(people, by, user, **codes):
    overrides = {code.replace("_", ":", 1): value for code, value in codes.items()}
    services.set_overrides(by=by, tenant_id=people.tenant.pk, user_id=user.pk, overrides=overrides)


def test_a_role_is_assigned_and_counts_at_once(people, acts):
    assign(people, people.admin, people.viewer, Role.MANAGER)
    assert allowed(fresh(people.viewer), "write:products", tenant_id=people.tenant.pk)
    assert (acts()[-1]["before"], acts()[-1]["after"]) == ({"role": "Viewer"}, {"role": "Manager"})


def test_a_member_without_role_may_nothing(people):
    assign(people, people.admin, people.viewer, "")
    assert not permissions_of(fresh(people.viewer), tenant_id=people.tenant.pk)


def test_an_own_role_is_assigned(people):
    role = services.create_role(
        by=people.admin, tenant_id=people.tenant.pk, name="Buyer", permissions=["read:prices", "write:prices"]
    )
    assign(people, people.admin, people.viewer, role)
    assert permissions_of(fresh(people.viewer), tenant_id=people.tenant.pk) == {"read:prices", "write:prices"}


def test_a_role_of_elsewhere_is_none(people):
    role = CustomRole.objects.create(tenant=people.elsewhere, name="Theirs", permissions=["read:prices"])
    for name in (role.pk, uuid.uuid4(), "emperor"):
        with pytest.raises(RoleNotFound):
            assign(people, people.admin, people.viewer, name)


def test_nobody_assigns_more_than_he_holds_not_even_to_himself(people, clerk):
    for target in (people.viewer, clerk):
        with pytest.raises(BeyondOwnRights):
            assign(people, clerk, target, Role.ADMIN)
    assert Membership.objects.get(tenant=people.tenant, user=people.viewer).role == Role.VIEWER


def test_nobody_demotes_somebody_higher(people, clerk):
    with pytest.raises(BeyondOwnRights):
        assign(people, clerk, people.admin, Role.VIEWER)


def test_the_last_admin_is_not_demoted(people):
    with pytest.raises(LastAdmin):
        assign(people, people.admin, people.admin, Role.VIEWER)
    with pytest.raises(LastAdmin):
        override(people, people.admin, people.admin, admin_role_assign=False)
    member(people.tenant, Role.ADMIN)
    assign(people, people.admin, people.admin, Role.VIEWER)
    assert not allowed(fresh(people.admin), "admin:users", tenant_id=people.tenant.pk)


def test_a_deactivated_admin_does_not_count_as_one(people):
    other = member(people.tenant, Role.ADMIN)
    Membership.objects.filter(user=other).update(is_active=False)
    with pytest.raises(LastAdmin):
        assign(people, people.admin, people.admin, Role.VIEWER)


def test_overrides_add_and_take_single_rights(people, acts):
    override(people, people.admin, people.viewer, write_products=True, read_prices=False)
    rights = permissions_of(fresh(people.viewer), tenant_id=people.tenant.pk)
    assert "write:products" in rights
    assert "read:prices" not in rights
    shown = selectors.member_rights(people.viewer.pk, tenant_id=people.tenant.pk)
    assert (shown.role, len(shown.from_role), len(shown.effective)) == ("viewer", 17, 17)
    assert acts()[-1]["after"] == {"overrides": {"write:products": True, "read:prices": False}}


def test_overrides_give_nothing_the_giver_lacks(people, clerk):
    with pytest.raises(BeyondOwnRights):
        override(people, clerk, clerk, delete_products=True)
    assert Membership.objects.get(user=clerk).overrides == {}


@pytest.mark.parametrize("overrides", [{"fly:products": True}, {"read:products": "yes"}])
def test_strange_overrides_are_refused(people, overrides):
    with pytest.raises(InvalidInput):
        services.set_overrides(
            by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, overrides=overrides
        )


@pytest.mark.parametrize("person", ["manager", "viewer", "stranger"])
def test_people_without_the_right_change_no_rights(people, person):
    by = getattr(people, person)
    for act in (
        lambda: assign(people, by, people.viewer, Role.ADMIN),
        lambda: override(people, by, people.viewer, write_products=True),
        lambda: services.create_role(by=by, tenant_id=people.tenant.pk, name="Mine", permissions=list(CODES)),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert permissions_of(fresh(people.viewer), tenant_id=people.tenant.pk) == permissions_of(
        people.viewer, tenant_id=people.tenant.pk
    )
    assert not CustomRole.objects.exists()


def test_a_changed_role_counts_for_everybody_who_has_it(people, clerk, acts):
    role = CustomRole.objects.get(name="Clerk")
    services.update_role(
        by=people.admin,
        tenant_id=people.tenant.pk,
        role_id=str(role.pk),
        values={"name": "Office", "permissions": ["read:products", "read:media"]},
    )
    assert permissions_of(fresh(clerk), tenant_id=people.tenant.pk) == {"read:products", "read:media"}
    assert acts()[-1]["after"] == {"name": "Office", "permissions": ["read:products", "read:media"]}


def test_nobody_ticks_into_a_role_what_he_lacks(people, clerk):
    role = CustomRole.objects.get(name="Clerk")
    with pytest.raises(BeyondOwnRights):
        services.update_role(
            by=clerk, tenant_id=people.tenant.pk, role_id=str(role.pk), values={"permissions": list(CODES)}
        )
    role.refresh_from_db()
    assert "write:products" not in role.permissions


def test_a_role_in_use_is_not_deleted(people, clerk, acts):
    role = CustomRole.objects.get(name="Clerk")
    with pytest.raises(RoleInUse):
        services.delete_role(by=people.admin, tenant_id=people.tenant.pk, role_id=str(role.pk))
    assign(people, people.admin, clerk, Role.VIEWER)
    services.delete_role(by=people.admin, tenant_id=people.tenant.pk, role_id=str(role.pk))
    assert not CustomRole.objects.exists()
    assert acts()[-1]["code"] == "role.deleted"


def test_predefined_roles_stay_as_they_are(people):
    for act in (services.update_role, services.delete_role):
        more = {"values": {"permissions": []}} if act is services.update_role else {}
        with pytest.raises(RolePredefined):
            act(by=people.admin, tenant_id=people.tenant.pk, role_id="manager", **more)


@pytest.mark.parametrize("name", ["clerk", "CLERK", "Admin", "viewer"])
def test_names_of_roles_are_unique(people, clerk, name):
    with pytest.raises(RoleNameTaken):
        services.create_role(by=people.admin, tenant_id=people.tenant.pk, name=name)


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_role_has_a_name(people, name):
    with pytest.raises(InvalidInput):
        services.create_role(by=people.admin, tenant_id=people.tenant.pk, name=name)


def test_roles_are_listed_with_counts(people, clerk):
    rows = {row.name: row for row in selectors.role_list(tenant_id=people.tenant.pk)}
    assert [(name, len(row.permissions), row.members) for name, row in rows.items()] == [
        ("Admin", 62, 1),
        ("Manager", 41, 1),
        ("User", 20, 0),
        ("Viewer", 17, 1),
        ("Clerk", 8, 1),
    ]
    assert [row.name for row in selectors.role_list(tenant_id=people.elsewhere.pk)][4:] == []


def grant(people, by, user, kind, object_id, *codes):
    return services.give_grant(
        by=by, tenant_id=people.tenant.pk, user_id=user.pk, target=(kind, object_id), permissions=codes
    )


def test_a_grant_reaches_one_object_and_is_taken_back(people, acts):
    acme, other = supplier(people.tenant), supplier(people.tenant, code="OTHER")
    assert grant(people, people.admin, people.viewer, "supplier", acme.pk, "write:suppliers") == 1
    assert allowed(fresh(people.viewer), "write:suppliers", acme)
    assert not allowed(fresh(people.viewer), "write:suppliers", other)
    rows = selectors.member_grants(people.viewer.pk, tenant_id=people.tenant.pk)
    assert [(row.kind, row.object_id, row.permissions) for row in rows] == [("supplier", acme.pk, ["write:suppliers"])]
    assert acts()[-1]["details"]["permissions"] == "write:suppliers"
    taken = services.take_grant(
        by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk, target=("supplier", acme.pk)
    )
    assert taken == 1
    assert not allowed(fresh(people.viewer), "write:suppliers", acme)


def test_grants_are_refused_where_they_mean_nothing(people, clerk):
    acme, theirs = supplier(people.tenant), supplier(people.elsewhere)
    refusals = [
        (people.admin, people.viewer, "supplier", acme.pk, "admin:users", InvalidInput),
        (people.admin, people.viewer, "planet", acme.pk, "read:products", InvalidInput),
        (people.admin, people.viewer, "supplier", theirs.pk, "write:suppliers", ObjectNotFound),
        (people.admin, people.stranger, "supplier", acme.pk, "write:suppliers", PersonNotFound),
        (people.manager, people.viewer, "supplier", acme.pk, "write:suppliers", PermissionRefused),
        (clerk, clerk, "supplier", acme.pk, "write:suppliers", BeyondOwnRights),
    ]
    for by, user, kind, object_id, code, error in refusals:
        with pytest.raises(error):
            grant(people, by, user, kind, object_id, code)
    assert not any(grants.grants_on(each) for each in (acme, theirs))


def test_grants_end_with_the_membership_and_only_here(people):
    acme, theirs = supplier(people.tenant), supplier(people.elsewhere)
    Membership.objects.create(tenant=people.elsewhere, user=people.viewer, role="")
    grant(people, people.admin, people.viewer, "supplier", acme.pk, "write:suppliers")
    grants.grant(people.viewer, ["read:suppliers"], theirs)
    assert [row.object_id for row in selectors.member_grants(people.viewer.pk, tenant_id=people.tenant.pk)] == [acme.pk]
    services.remove_member(by=people.admin, tenant_id=people.tenant.pk, user_id=people.viewer.pk)
    assert not grants.grants_on(acme)
    assert allowed(fresh(people.viewer), "read:suppliers", theirs)


def test_a_super_admin_gives_everything(people):
    boss = UserFactory(is_superuser=True)
    assign(people, boss, people.viewer, Role.ADMIN)
    assert len(permissions_of(fresh(people.viewer), tenant_id=people.tenant.pk)) == 62


def test_every_permission_has_words():
    groups = permission_groups()
    assert len(groups) == 21
    assert [words.code for _label, group in groups for words in group] == list(CODES)
    assert all(words_of(code).text for code in CODES)
