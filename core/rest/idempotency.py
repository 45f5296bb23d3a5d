"""POSTs that may be repeated: the first with a key does the work, the others get its answer.

Two at once insert the same unique row, one of them wins. No lock is held while it works: the row has a lease, and a
repetition that finds the lease expired (the first one crashed) takes the row over by a filtered update.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import orjson
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.databases import atomic
from core.errors import Conflict, InvalidInput
from core.models import IdempotentRequest

KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPEATED = "Idempotency-Replayed"
KEPT_HEADERS = ("Location", "ETag")
COME_AGAIN_SECONDS = 2


class KeyReused(InvalidInput):
    """The key belongs to another request."""

    code = "IDEMPOTENCY_KEY_REUSED"


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    code = "IDEMPOTENCY_KEY_IN_USE"


def once(request: Request, act: Callable[[], HttpResponseBase], *, key: str, tenant_id: UUID) -> HttpResponseBase:
    """The answer of `act`, or of the first request with this key; answers from 500 on are not kept.

    Raises InvalidInput for a malformed key, KeyReused, StillRunning.
    """
    if not KEY.fullmatch(key):
        message = _("Idempotency-Key takes 1 to 255 visible ASCII characters: a UUID for each request, for instance.")
        raise InvalidInput(message, code="IDEMPOTENCY_KEY_INVALID")
    mine = IdempotentRequest(
        tenant_id=tenant_id,
        user_id=cast(UUID, request.user.pk),
        route=request.path[:300],
        key=key,
        fingerprint=fingerprint(request),
        lease_until=_lease_end(),
    )
    if not (_inserted(mine) or _taken_over(mine)):
        return _repeated(mine)
    return _worked(mine, act)


def fingerprint(request: Request) -> str:
    """A hash of what is asked for: the query, the fields in any order, the content of files."""
    digest = hashlib.sha256(request.META.get("QUERY_STRING", "").encode())
    data: Any = request.data
    if hasattr(data, "lists"):
        data = {name: [_part(value) for value in values] for name, values in data.lists()}
    digest.update(orjson.dumps(data, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS))
    return digest.hexdigest()


def sweep() -> int:
    """Forget answers older than IDEMPOTENCY_HOURS; how many rows."""
    before = timezone.now() - timedelta(hours=settings.IDEMPOTENCY_HOURS)
    return IdempotentRequest.objects.filter(created_at__lt=before).delete()[0]


def _part(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return {"file": value.name, "sha256": digest.hexdigest()}


def _inserted(mine: IdempotentRequest) -> bool:
    with atomic("core"):
        IdempotentRequest.objects.bulk_create([mine], ignore_conflicts=True)
    return IdempotentRequest.objects.filter(pk=mine.pk).exists()


def _same_key(mine: IdempotentRequest) -> Any:
    return IdempotentRequest.objects.filter(
        tenant_id=mine.tenant_id, user_id=mine.user_id, route=mine.route, key=mine.key
    )


def _taken_over(mine: IdempotentRequest) -> bool:
    """Whether the row was left behind by a request that crashed, or is to be forgotten anyway."""
    now = timezone.now()
    crashed = _same_key(mine).filter(status=None, lease_until__lt=now, fingerprint=mine.fingerprint)
    taken = {"claim": mine.claim, "lease_until": mine.lease_until}
    if crashed.update(**taken):
        return True
    forgotten = now - timedelta(hours=settings.IDEMPOTENCY_HOURS)
    old = _same_key(mine).filter(created_at__lt=forgotten, lease_until__lt=now)
    fresh: dict[str, Any] = {
        "fingerprint": mine.fingerprint,
        "status": None,
        "body": "",
        "headers": {},
        "created_at": now,
    }
    return bool(old.update(**taken, **fresh))


def _repeated(mine: IdempotentRequest) -> HttpResponse:
    known = _same_key(mine).first()
    if known is None:
        # Given up by the first request just now.
        raise _still_running()
    if known.fingerprint != mine.fingerprint:
        message = _("This Idempotency-Key was used for another request: take a new key for each request.")
        raise KeyReused(message, key=mine.key)
    if known.status is None:
        raise _still_running()
    response = HttpResponse(known.body, status=known.status, headers={**known.headers, REPEATED: "true"})
    if not known.body:
        del response["Content-Type"]
    return response


def _still_running() -> StillRunning:
    message = _("The first request with this Idempotency-Key is still at work: try again in a moment.")
    return StillRunning(message, retry_after=COME_AGAIN_SECONDS)


def _worked(mine: IdempotentRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    claimed = _same_key(mine).filter(claim=mine.claim, status=None)
    try:
        response = act()
    except BaseException:
        claimed.delete()
        raise
    if response.status_code >= 500 or not _is_json(response):
        claimed.delete()
        return response
    names = ("Content-Type", *KEPT_HEADERS)
    kept = {name: response[name] for name in names if response.has_header(name)}
    body = response.content.decode()  # type: ignore[attr-defined]
    claimed.update(status=response.status_code, body=body, headers=kept, lease_until=timezone.now())
    return response


def _is_json(response: HttpResponseBase) -> bool:
    if response.streaming:
        return False
    return not response.content or response["Content-Type"].startswith("application/json")  # type: ignore[attr-defined]


def _lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.IDEMPOTENCY_LEASE_SECONDS)
