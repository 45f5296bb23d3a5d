"""What is known about signing in: sessions, locks, invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from core.models import Invitation, RecoveryCode, SecondFactor, User, UserSession
from core.signin.agents import device_name
from core.signin.lockout import LockState, lock_states
from core.signin.policy import policy_of


@dataclass(frozen=True)
class SessionFacts:
    """A browser somebody is signed in with; `device` says it in words (Firefox · Linux)."""

    id: UUID
    device: str
    is_phone: bool
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_remembered: bool
    is_current: bool


@dataclass(frozen=True)
class InvitationFacts:
    """An open invitation; `is_sent`: its mail has left; `has_expired`: its link works no more."""

    id: UUID
    email: str
    name: str
    role: str
    invited_by: str
    created_at: datetime
    expires_at: datetime
    is_sent: bool
    has_expired: bool


@dataclass(frozen=True)
class Protection:
    """How a person's account is protected."""

    two_factor_since: datetime | None
    recovery_codes_left: int
    password_since: datetime


def sessions_of(user: User, *, current_key: str = "") -> list[SessionFacts]:
    """The person's sessions that still work, the one seen last first. One query."""
    now = timezone.now()
    busy = now - timedelta(seconds=policy_of(user).idle_seconds)
    rows = UserSession.objects.filter(Q(is_remembered=True) | Q(last_seen_at__gt=busy), user=user, expires_at__gt=now)
    return [_session(row, current_key) for row in rows]


def lock_state_of(user: User) -> LockState:
    """Whether signing in as that person is locked, and after how many failures. One query."""
    return lock_states([user.email]).get(user.email, LockState())


def protection_of(user: User) -> Protection:
    """Second factor, recovery codes, age of the password."""
    since = SecondFactor.objects.filter(user=user).values_list("confirmed_at", flat=True).first()
    newest = user.earlier_passwords.values_list("created_at", flat=True).first()
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    return Protection(since, left, newest or user.created_at)


def open_invitations(tenant_id: UUID) -> list[InvitationFacts]:
    """Invitations nobody has accepted or withdrawn, newest first. One query."""
    rows = Invitation.objects.filter(tenant_id=tenant_id, **Invitation.OPEN).select_related("custom_role", "invited_by")
    return [_invitation(row) for row in rows]


def _session(row: UserSession, current_key: str) -> SessionFacts:
    device, is_phone = device_name(row.user_agent)
    return SessionFacts(
        row.pk,
        device,
        is_phone,
        row.address,
        row.created_at,
        row.last_seen_at,
        row.is_remembered,
        row.session_key == current_key,
    )


def _invitation(row: Invitation) -> InvitationFacts:
    by = row.invited_by.get_full_name() if row.invited_by else ""
    expired = row.expires_at <= timezone.now()
    times = (row.created_at, row.expires_at)
    return InvitationFacts(row.pk, row.email, row.name, row.role_label, by, *times, row.sent_at is not None, expired)


def user_of(email: str) -> User | None:
    """The account with that address, active or not."""
    return User.objects.filter(email=email).first()
