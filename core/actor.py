"""Who acts: the person, program or job behind a change, for the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("actor_request", default=None)
_actor: ContextVar["Actor | None"] = ContextVar("actor", default=None)
LONGEST_AGENT = 300


@dataclass(frozen=True)
class Actor:
    """`kind` is person, api_key, anonymous, job, command or system; only requests have an address and an agent."""

    kind: str = "system"
    user_id: UUID | None = None
    name: str = ""
    address: str = ""
    user_agent: str = ""
    request_id: str = ""


def current_actor() -> Actor:
    """The actor named by `acting_as`, else the one behind the request being served, else the system."""
    named = _actor.get()
    if named is not None:
        return named
    request = _request.get()
    return _of_request(request) if request is not None else Actor()


def current_path() -> str:
    """The path of the request being served; empty outside of one."""
    request = _request.get()
    return request.path if request is not None else ""


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Everything inside is done by this actor (jobs, commands)."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def serving(request: HttpRequest) -> Iterator[None]:
    """Everything inside is done for this request, by whoever it turns out to come from."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def address_of(request: HttpRequest) -> str:
    """The caller's address; X-Forwarded-For counts only for as many proxies as TRUSTED_PROXIES names."""
    proxies: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def _of_request(request: HttpRequest) -> Actor:
    user: Any = getattr(request, "user", None)
    known = user if getattr(user, "is_authenticated", False) else None
    return Actor(
        kind=getattr(request, "actor_kind", "person") if known else "anonymous",
        user_id=known.pk if known else None,
        name=str(known.email) if known else "",
        address=address_of(request),
        user_agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        request_id=getattr(request, "request_id", ""),
    )
