"""The one question of access."""

import pytest
from django.utils import translation

from core.access import allowed, require, require_all, require_any, require_role
from core.access.permissions import CODES, Permission
from core.access.roles import PERMISSIONS_OF, Role
from core.errors import PermissionRefused
from tests.factories.people import UserFactory


def test_there_are_62_permissions_in_both_spellings():
    assert len(CODES) == len(set(CODES)) == 62
    assert Permission.READ_CODE2ASIN == "read:code2asin"


@pytest.mark.parametrize(("role", "count"), [(Role.ADMIN, 62), (Role.MANAGER, 41), (Role.USER, 20), (Role.VIEWER, 17)])
def test_each_role_has_its_number_of_permissions(role, count):
    assert len(PERMISSIONS_OF[role]) == count
    assert PERMISSIONS_OF[role] <= set(CODES)


@pytest.mark.parametrize(
    ("person", "permission", "answer"),
    [
        ("manager", "write:products", True),
        ("manager", "delete:products", False),
        ("viewer", "read:products", True),
        ("viewer", "write:products", False),
        ("stranger", "read:products", False),
        ("admin", "admin:settings", True),
    ],
)
def test_the_role_in_this_tenant_answers(people, person, permission, answer):
    assert allowed(getattr(people, person), permission, tenant_id=people.tenant.pk) is answer


def test_the_current_scope_names_the_tenant(in_tenant):
    assert allowed(in_tenant.manager, "write:products")
    assert not allowed(in_tenant.stranger, "read:products")


def test_an_inactive_user_may_nothing(people):
    people.admin.is_active = False
    assert not allowed(people.admin, "read:products", tenant_id=people.tenant.pk)


def test_a_super_admin_may_everything_everywhere(people):
    boss = UserFactory(is_superuser=True)
    assert allowed(boss, "admin:settings", tenant_id=people.elsewhere.pk)


def test_nobody_may_nothing(people):
    assert not allowed(None, "read:products", tenant_id=people.tenant.pk)


def test_an_unknown_permission_is_a_mistake_of_ours(people):
    with pytest.raises(ValueError, match="no permission"):
        allowed(people.admin, "fly:products")


def test_a_refusal_names_the_permission(in_tenant):
    with pytest.raises(PermissionRefused, match="write:products"):
        require(in_tenant.viewer, "write:products")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda user: require(user, "delete:products"), "Insufficient permissions. Required: delete:products"),
        (
            lambda user: require_any(user, ["delete:products", "delete:tags"]),
            "Insufficient permissions. Required one of: delete:products, delete:tags",
        ),
        (
            lambda user: require_all(user, ["read:products", "delete:tags"]),
            "Insufficient permissions. Required all of: read:products, delete:tags",
        ),
        (lambda user: require_role(user, Role.ADMIN), "Insufficient role. Required: admin, you have: manager"),
    ],
)
def test_programs_get_the_documented_sentence_in_every_language(in_tenant, act, sentence):
    with translation.override("fr"), pytest.raises(PermissionRefused) as refused:
        act(in_tenant.manager)
    assert refused.value.documented == sentence
    assert str(refused.value).startswith(("Permissions insuffisantes", "Rôle insuffisant"))
