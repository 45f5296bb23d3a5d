"""Use cases of tokens: issue a pair, renew it, end it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import memberships_of
from core.actor import current_actor
from core.databases import atomic
from core.models import TokenFamily, User
from core.signin import hurdles
from core.tokens.signing import ACCESS, LIFETIMES, REFRESH, TokenInvalid, read, read_any, signed


@dataclass(frozen=True)
class TokenPair:
    """An access token and the refresh token that renews it once; `expires_in` are seconds of the access token."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the kind of token, by RFC 6750
    expires_in: int = int(LIFETIMES[ACCESS].total_seconds())


def issue(user: User) -> TokenPair:
    """Begin a sign-in of a program for somebody who has just proven who they are."""
    actor = current_actor()
    with atomic("core"):
        family = TokenFamily.objects.create(
            user=user,
            refresh_id=uuid4(),
            expires_at=timezone.now() + LIFETIMES[REFRESH],
            address=actor.address or None,
            user_agent=actor.user_agent,
        )
    return _pair(user, family.pk, family.refresh_id)


def refresh(token: str) -> TokenPair:
    """Exchange a refresh token, once, for a new pair.

    A refresh token that comes a second time is taken for stolen: all tokens of its login end. Raises TokenExpired,
    TokenInvalid, and AttentionNeeded, without using the token up, while the person has something to do on the pages
    first (a second factor that became mandatory, an expired password).
    """
    known = read(REFRESH, token)
    family = TokenFamily.objects.select_related("user").filter(pk=known.family_id, user_id=known.user_id).first()
    if family is None or family.revoked_at or not family.user.is_active:
        raise TokenInvalid
    hurdles.refuse(family.user)
    new_id = uuid4()
    current = TokenFamily.objects.filter(pk=family.pk, refresh_id=known.token_id, revoked_at=None)
    if not current.update(refresh_id=new_id, expires_at=timezone.now() + LIFETIMES[REFRESH]):
        _end_stolen(family)
        raise TokenInvalid(_("This refresh token was used before: for safety the sign-in was ended; sign in again."))
    return _pair(family.user, family.pk, new_id)


def end(token: str, *, user_id: UUID) -> bool:
    """Sign out: access and refresh tokens of this login are worthless from now on; False when they were already.

    Takes either of the two, of that person; raises TokenExpired, TokenInvalid.
    """
    known = read_any(token)
    living = TokenFamily.objects.filter(pk=known.family_id, user_id=user_id, revoked_at=None)
    with atomic("core"):
        ended = living.update(revoked_at=timezone.now())
        if ended:
            audit.record("auth.token_ended", subject=("core.User", user_id, current_actor().name))
    return bool(ended)


def end_all(*, user_id: UUID) -> int:
    """End every sign-in of programs of that person (new password, deactivation); returns how many."""
    return TokenFamily.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=timezone.now())


def user_behind(token: str) -> User:
    """The active person an access token stands for. One query. Raises TokenExpired, TokenInvalid."""
    known = read(ACCESS, token)
    family = (
        TokenFamily.objects.select_related("user")
        .filter(pk=known.family_id, user_id=known.user_id, revoked_at=None, user__is_active=True)
        .first()
    )
    if family is None:
        raise TokenInvalid
    return family.user


def sweep() -> int:
    """Remove sign-ins whose last token has expired; returns how many."""
    return TokenFamily.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _pair(user: User, family_id: UUID, refresh_id: UUID) -> TokenPair:
    identity: dict[str, Any] = {"user_id": user.pk, "family_id": family_id}
    return TokenPair(
        access_token=signed(ACCESS, **identity, **_claims(user)),
        refresh_token=signed(REFRESH, **identity, token_id=refresh_id),
    )


def _claims(user: User) -> dict[str, Any]:
    """What programs like to read in the token; rights are never taken from it."""
    members = memberships_of(user)
    return {
        "id": str(user.pk),
        "email": user.email,
        "username": user.email,
        "is_superuser": user.is_superuser,
        "role": "super_admin" if user.is_superuser else next((m.role or m.role_label for m in members), ""),
    }


def _end_stolen(family: TokenFamily) -> None:
    with atomic("core"):
        TokenFamily.objects.filter(pk=family.pk, revoked_at=None).update(revoked_at=timezone.now())
        audit.record("auth.refresh_token_reused", subject=("core.User", family.user_id, family.user.email))
