"""Helpers of the tests about people."""

from collections.abc import Callable
from typing import Any

import pytest

from core.models import Membership, OutboxEvent
from core.models.people import CustomRole
from tests.factories.people import People, member


@pytest.fixture
def acts(people: People) -> Callable[[], list[dict[str, Any]]]:
    """The acts of people, roles and grants written down so far: the payloads of the audit trail."""

    def read() -> list[dict[str, Any]]:
        events = OutboxEvent.objects.filter(kind="audit.recorded").order_by("pk")
        return [event.payload for event in events]

    return read


@pytest.fixture
def clerk(people: People) -> Any:
    """Somebody who manages people but holds few rights himself."""
    codes = [
        "admin:access",
        "admin:users",
        "admin:user_create",
        "admin:user_update",
        "admin:user_delete",
        "admin:role_assign",
        "admin:permission_assign",
        "read:products",
    ]
    role = CustomRole.objects.create(tenant=people.tenant, name="Clerk", permissions=codes)
    user = member(people.tenant, "", name="Cleo Clerk")
    Membership.objects.filter(user=user).update(custom_role=role)
    return user


@pytest.fixture
def membership(people: People) -> Callable[[Any], Membership]:
    """The membership of a person in the tenant, as it stands now."""
    return lambda user: Membership.objects.select_related("user", "custom_role").get(tenant=people.tenant, user=user)
