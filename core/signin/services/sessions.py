"""Sessions: each browser somebody is signed in with has a row; ending it ends the browser's next request."""

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from core.databases import atomic
from core.errors import NotFound
from core.models import User, UserSession
from core.signin import acts


def end_session(*, user: User, session_id: UUID) -> None:
    """End one session of the person; raises NotFound for somebody else's or an ended one."""
    if not _end(UserSession.objects.filter(pk=session_id, user=user), user):
        raise NotFound(code="SESSION_NOT_FOUND")


def end_all_sessions(user: User, *, but: str = "") -> int:
    """End all sessions of the person but the one with that key; returns how many."""
    return _end(UserSession.objects.filter(user=user).exclude(session_key=but), user)


def _end(rows: QuerySet[UserSession], user: User) -> int:
    with atomic("core"):
        keys = list(rows.values_list("session_key", flat=True))
        if not keys:
            return 0
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        acts.record("session.ended", email=user.email, user=user, count=len(keys))
    return len(keys)


def sweep_sessions() -> int:
    """Remove the rows of sessions that are over; returns how many."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    old = UserSession.objects.filter(expires_at__lt=timezone.now()).exclude(session_key__in=living)
    return old.delete()[0]
