"""Refused acts in the audit trail: never twice in a minute for the same thing, and never at the request's cost."""

import hashlib
import logging

from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest

from core.actor import current_actor
from core.audit import record
from core.errors import PermissionRefused

logger = logging.getLogger(__name__)
ONCE_IN_SECONDS = 60
LONGEST_PATH = 300


def note_denied(request: HttpRequest, error: Exception) -> None:
    """Record that the actor was refused the address; a cache that is away records each, a database that is away none.

    The query of the address is left out: it may hold what is nobody's business.
    """
    asked = error.params.get("permission", "") if isinstance(error, PermissionRefused) else ""
    permission = ", ".join(asked) if isinstance(asked, list) else str(asked)
    path = request.path[:LONGEST_PATH]
    if _told_before(permission, path):
        return
    try:
        record("access.denied", method=str(request.method), path=path, permission=permission, reason=str(error))
    except Error as away:
        logger.warning("a refusal of %s could not be recorded: %s", path, away)


def _told_before(permission: str, path: str) -> bool:
    actor = current_actor()
    who = str(actor.user_id or actor.address)
    key = "denied:" + hashlib.sha256("\0".join((who, permission, path)).encode()).hexdigest()
    if cache.get(key):
        return True
    cache.set(key, True, ONCE_IN_SECONDS)
    return False
