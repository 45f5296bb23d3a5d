"""One-time links: a random token goes out by mail, its hash stays; each is used once, within minutes."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from core.databases import atomic
from core.models import OneTimeLink, User
from core.signin.errors import LinkUnusable

# Mails that one account gets within an hour, whoever asks for them.
MOST_PER_HOUR = 5


def new_token() -> str:
    """256 random bits for an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(user: User, purpose: str, *, minutes: int, email: str = "") -> str:
    """A token for a new link that lives so long; earlier ones of the purpose end. The caller's transaction holds."""
    now, token = timezone.now(), new_token()
    end(user, purpose)
    OneTimeLink.objects.create(
        user=user,
        purpose=purpose,
        email=email,
        token_hash=hashed(token),
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    return token


@contextmanager
def mailed(user: User, purpose: str, *, minutes: int, email: str = "") -> Iterator[str]:
    """`issue` a link to be mailed inside the block; when the mail does not leave, there is no link either."""
    with atomic("core"):
        token = issue(user, purpose, minutes=minutes, email=email)
    try:
        yield token
    except Exception:
        OneTimeLink.objects.filter(token_hash=hashed(token)).delete()
        raise


def may_issue(user: User, purpose: str) -> bool:
    """Whether the account may get another mail of this kind within the hour."""
    since = timezone.now() - timedelta(hours=1)
    return OneTimeLink.objects.filter(user=user, purpose=purpose, created_at__gte=since).count() < MOST_PER_HOUR


def look(token: str, purpose: str) -> OneTimeLink:
    """The living link behind the token, not used up by looking; raises LinkUnusable."""
    living = OneTimeLink.objects.filter(token_hash=hashed(token), purpose=purpose, used_at=None)
    link = living.filter(expires_at__gt=timezone.now(), user__is_active=True).select_related("user").first()
    if link is None:
        raise LinkUnusable
    return link


def use(link: OneTimeLink) -> None:
    """Use the link up, inside the transaction of what it lets one do; raises LinkUnusable when another was faster."""
    now = timezone.now()
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise LinkUnusable


def end(user: User, *purposes: str) -> int:
    """End the open links of the person, all of them when no purpose is named; returns how many."""
    opened = OneTimeLink.objects.filter(user=user, used_at=None)
    return (opened.filter(purpose__in=purposes) if purposes else opened).update(used_at=timezone.now())


def sweep() -> int:
    """Remove links that expired more than a day ago; returns how many."""
    return OneTimeLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()[0]
