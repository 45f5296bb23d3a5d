"""JSON Web Tokens, HS256, signed with this installation's key."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refused

ALGORITHM = "HS256"
ACCESS, REFRESH = "access", "refresh"
LIFETIMES = {ACCESS: timedelta(hours=2), REFRESH: timedelta(days=7)}
REQUIRED = ("sub", "exp", "iat", "jti", "type", "family")


class TokenInvalid(Refused):
    """The token was not made here, was changed, was ended, or is of the wrong kind."""

    code = "AUTH_TOKEN_INVALID"
    status = 401
    default_message = _("This token is not valid: sign in again.")


class TokenExpired(TokenInvalid):
    """The token's time is over."""

    code = "AUTH_TOKEN_EXPIRED"
    default_message = _("This token has expired: use the refresh token, or sign in again.")


@dataclass(frozen=True)
class Token:
    """What a token says: whose it is, which login it descends from, its own id."""

    user_id: UUID
    family_id: UUID
    token_id: UUID


def signed(kind: str, *, user_id: UUID, family_id: UUID, token_id: UUID | None = None, **claims: Any) -> str:
    """A token of that kind (access, refresh) that expires after its lifetime; `claims` are added to it."""
    now = timezone.now()
    payload = {
        **claims,
        "sub": str(user_id),
        "family": str(family_id),
        "jti": str(token_id or uuid4()),
        "type": kind,
        "iat": now,
        "exp": now + LIFETIMES[kind],
    }
    return jwt.encode(payload, settings.JWT_SECRET, algorithm=ALGORITHM)


def read(kind: str, token: str) -> Token:
    """The token, checked; raises TokenExpired, or TokenInvalid for everything else that is wrong with it."""
    payload = _payload(token)
    if payload["type"] != kind:
        raise TokenInvalid(_("This is the wrong kind of token: send the access token; the other one only renews it."))
    return _token(payload)


def read_any(token: str) -> Token:
    """The token of either kind, checked; raises TokenExpired, TokenInvalid."""
    return _token(_payload(token))


def _payload(token: str) -> dict[str, Any]:
    try:
        return jwt.decode(token, settings.JWT_SECRET, algorithms=[ALGORITHM], options={"require": list(REQUIRED)})
    except jwt.ExpiredSignatureError as error:
        raise TokenExpired from error
    except jwt.InvalidTokenError as error:
        raise TokenInvalid from error


def _token(payload: dict[str, Any]) -> Token:
    try:
        return Token(UUID(payload["sub"]), UUID(payload["family"]), UUID(payload["jti"]))
    except (ValueError, TypeError, AttributeError) as error:
        raise TokenInvalid from error
