"""Looks at sources: asked for by people, done by workers, and how they end."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs
from core.access import require
from core.databases import atomic
from core.errors import Conflict, ProductsManagerError
from core.jobs import JobCancelled, JobPaused, JobStatus, acting_for
from core.models import User
from imports.errors import FetchRunning, SourceOff
from imports.feeds.heartbeat import alive
from imports.models import Fetch, ImportRun, Trigger
from imports.services.arrivals import Look, look
from imports.services.failing import classified, drop_broken_connections, not_before
from imports.services.planning import AT_WORK, NOT_BEFORE, hurry, make_fetch
from imports.services.telling import tell_fetch_ended
from suppliers.errors import SourceNotFetched
from suppliers.selectors import SourceSettings, source_settings, supplier
from suppliers.services import SENT_TO_US

logger = logging.getLogger(__name__)
Outcome = Fetch.Outcome


def request_fetch(
    source_id: UUID, *, by: User | None, trigger: Trigger = Trigger.MANUAL, at: datetime | None = None
) -> Fetch:
    """Look at the source now, or not before `at`; one that waits for its next attempt tries at once.

    Raises NotFound, PermissionRefused without `start:imports` on the source, SourceNotFetched for a source to which
    files are sent, SourceOff, FetchRunning.
    """
    source = source_settings(source_id)
    owner = {"tenant_id": source.tenant_id, "supplier_id": source.supplier_id, "source_id": source.id}
    if by is not None:
        require(by, "start:imports", ImportRun(**owner))
    _refuse_unfetchable(source)
    patience = {NOT_BEFORE: at.isoformat()} if at else {}
    fetch = Fetch(
        **owner, trigger=trigger, created_by_id=by.pk if by else None, next_attempt_at=at, checkpoint=patience
    )
    with atomic("imports"):
        if not make_fetch(fetch):
            fetch = _hurried(source_id)
        names: dict[str, Any] = {
            "source": source.name,
            "supplier": source.supplier_name,
            "supplier_id": source.supplier_id,
        }
        audit.record("fetch.requested", app="imports", subject=fetch, **names)
    fetch.refresh_from_db()
    return fetch


def execute_fetch(fetch_id: UUID) -> Fetch | None:
    """Take the look and bring it to its end or to its next attempt; None when it is not free."""
    fetch = Fetch.objects.filter(pk=fetch_id).first()
    if fetch is None or not jobs.take(fetch):
        return None
    with acting_for(fetch):
        try:
            with alive(fetch):
                _work(fetch)
        except (JobPaused, JobCancelled):
            logger.info("%s was stopped on request", fetch)
        except Conflict as error:
            if error.code != "LEASE_LOST":
                _failed(fetch, error)
        except Exception as error:
            _failed(fetch, error)
    return fetch


def _refuse_unfetchable(source: SourceSettings) -> None:
    if source.kind in SENT_TO_US:
        message = _("“%(source)s” receives its files: there is nothing to fetch.")
        raise SourceNotFetched(message % {"source": source.name})
    if not _is_on(source):
        raise SourceOff


def _is_on(source: SourceSettings) -> bool:
    return source.is_active and supplier(source.supplier_id).is_active


def _hurried(source_id: UUID) -> Fetch:
    """The look that waits for its next attempt, which begins now; raises FetchRunning for one at work."""
    at_work = Fetch.objects.filter(source_id=source_id, status__in=AT_WORK).first()
    if at_work is None or not hurry(at_work, timezone.now()):
        raise FetchRunning
    return at_work


def _work(fetch: Fetch) -> None:
    source = source_settings(fetch.source_id)
    if not _is_on(source):
        jobs.complete(fetch, outcome=Outcome.SKIPPED, message=_("The feed is on hold."))
        return
    _completed(fetch, look(fetch, source))


def _completed(fetch: Fetch, found: Look) -> None:
    changes = {
        "outcome": found.outcome,
        "files_seen": found.files_seen,
        "files_new": found.files_new,
        "message": " ".join(found.refusals),
    }
    with atomic("imports"):
        jobs.complete(fetch, **changes, progress_done=fetch.progress_total)
        if fetch.outcome == Outcome.NO_FILE:
            tell_fetch_ended(fetch)


def _failed(fetch: Fetch, error: Exception) -> None:
    """The next attempt after the source's own minutes, and not before the server allows it; else the end."""
    if not isinstance(error, ProductsManagerError):
        logger.exception("%s failed", fetch)
    drop_broken_connections()
    earliest = not_before(error)
    with atomic("imports"):
        jobs.fail(
            fetch,
            classified(error),
            minutes=_retry_minutes(fetch),
            not_before=earliest,
            checkpoint={NOT_BEFORE: earliest.isoformat()} if earliest else {},
        )
        if fetch.status == JobStatus.FAILED:
            tell_fetch_ended(fetch)


def _retry_minutes(fetch: Fetch) -> list[int]:
    try:
        return source_settings(fetch.source_id).retry_minutes
    except Exception:  # the suppliers' database may be what failed: the usual minutes then
        logger.warning("the retries of %s are the usual ones: its source could not be read", fetch)
        return []
