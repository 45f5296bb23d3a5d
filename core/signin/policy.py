"""The rules that hold for a person: of all organisations the person belongs to, the strictest."""

from dataclasses import dataclass
from typing import Any

from core.access import memberships_of
from core.configuration import value
from core.models import User


@dataclass(frozen=True)
class Policy:
    """Rules of passwords, sessions and the second factor."""

    two_factor_is_mandatory: bool
    two_factor_grace_days: int
    idle_seconds: int
    longest_seconds: int
    password_min_length: int
    password_history: int
    reset_minutes: int


def policy_of(user: User | None) -> Policy:
    """The strictest rules among the person's organisations; the defaults for somebody in none. Values are cached."""
    members = memberships_of(user) if user and not user._state.adding else []
    ids: list[Any] = [member.tenant_id for member in members] or [None]

    def values(name: str) -> list[Any]:
        return [value(f"security.{name}", tenant_id) for tenant_id in ids]

    return Policy(
        two_factor_is_mandatory="mandatory" in values("two_factor"),
        two_factor_grace_days=min(values("two_factor_grace_days")),
        idle_seconds=min(values("session_idle_minutes")) * 60,
        longest_seconds=min(values("session_max_days")) * 86_400,
        password_min_length=max(values("password_min_length")),
        password_history=max(values("password_history")),
        reset_minutes=min(values("reset_minutes")),
    )
