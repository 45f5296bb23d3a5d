"""The session of a browser: opened at sign-in, ended when idle or old, renewed with the password.

The session's own values say when it began and was last seen, so that a request costs no query for it; once a minute
they are written down, also in the row people see in their list.
"""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from core.actor import LONGEST_AGENT, address_of
from core.models import User, UserSession
from core.signin.policy import Policy, policy_of

BEGAN, SEEN, REMEMBERED, ENDED = "began_at", "seen_at", "remembered", "ended_because"
IDLE, LONGEST = "idle_seconds", "longest_seconds"
SEEN_EVERY = 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


def open_session(request: HttpRequest, user: User, *, remember: bool) -> None:
    """Sign the browser in under a new session key; `remember`: it may be idle, and outlives the browser's end."""
    login(request, user, backend=BACKEND)
    rules = policy_of(user)
    mark(request.session, rules, remember=remember)
    request.session.set_expiry(rules.longest_seconds if remember else 0)
    request.session.save()
    _write_down(request, user.pk)


def mark(session: Any, rules: Policy, *, remember: bool = False) -> None:
    """Start the session's clocks, and note how long they may run."""
    session[BEGAN] = session[SEEN] = int(time.time())
    session[REMEMBERED] = remember
    session[IDLE], session[LONGEST] = rules.idle_seconds, rules.longest_seconds


def close_session(request: HttpRequest) -> None:
    """Sign the browser out."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def renew_session(request: HttpRequest, user: User) -> None:
    """Keep this browser signed in after its person got a new password, under a new key."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    open_session(request, user, remember=bool(request.session.get(REMEMBERED)))


def ended_because(request: HttpRequest) -> str:
    """`idle` or `old` when the session's time is over, else an empty text."""
    session, now = request.session, int(time.time())
    if BEGAN not in session:
        return ""
    if now - session[BEGAN] >= session[LONGEST]:
        return "old"
    idle = now - session[SEEN] >= session[IDLE]
    return "idle" if idle and not session.get(REMEMBERED) else ""


def is_due(request: HttpRequest) -> bool:
    """Whether it is time to write down that the session was seen."""
    return int(time.time()) - request.session.get(SEEN, 0) >= SEEN_EVERY


def seen(request: HttpRequest, user: User) -> None:
    """Write down that the session was seen, and what its limits are by now.

    One that was not opened by `open_session` gets its clocks here.
    """
    rules = policy_of(user)
    if BEGAN not in request.session:
        mark(request.session, rules)
    request.session.update({SEEN: int(time.time()), IDLE: rules.idle_seconds, LONGEST: rules.longest_seconds})
    own = UserSession.objects.filter(session_key=request.session.session_key)
    if not own.update(last_seen_at=timezone.now(), address=address_of(request)):
        _write_down(request, user.pk)


def _write_down(request: HttpRequest, user_id: Any) -> None:
    now = timezone.now()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user_id": user_id,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": now + timedelta(seconds=request.session[LONGEST]),
            "is_remembered": bool(request.session.get(REMEMBERED)),
            "address": address_of(request),
            "user_agent": request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        },
    )
