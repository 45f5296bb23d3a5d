"""People are told what became of runs and looks: who started them, and those whose work it is."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from core.errors import NotFound
from core.events import Message
from core.jobs import JobStatus
from core.models import User
from core.notifications import notify
from imports.events import COMPLETED, HELD
from imports.models import Fetch, ImportRun, Trigger
from imports.services.alerts import Alerts
from imports.services.streaks import streak_of
from suppliers.selectors import SourceSettings, source_settings

# Nobody sits before these: the source says what is news.
UNATTENDED = (Trigger.SCHEDULE, Trigger.PUSH)
FINISHED = gettext_noop("Import finished: %(supplier)s")
WITH_ERRORS = gettext_noop("Import finished with errors: %(supplier)s")
OTHER_COUNT = gettext_noop("Import with an unusual number of rows: %(supplier)s")
FAILED = gettext_noop("Import failed: %(supplier)s")
COUNTS = gettext_noop("%(file)s — rows created: %(created)s, changed: %(updated)s, held: %(held)s.")
ROWS = gettext_noop("%(file)s — %(rows)s rows, the import before had %(before)s.")
REASON = gettext_noop("%(file)s — %(reason)s")
WAITING = gettext_noop("Import waits for its mapping: %(supplier)s")
NEW_LAYOUT = gettext_noop("%(file)s — its columns are new or have changed: confirm what they mean.")
IS_HELD = gettext_noop("Import held: %(supplier)s")
UNUSUAL = gettext_noop("%(file)s — unlike the files before: nothing is imported until somebody lets it through.")
NOT_FETCHED = gettext_noop("Files could not be fetched: %(supplier)s")
NO_FILE = gettext_noop("No file found: %(supplier)s")
NOTHING_THERE = gettext_noop("%(source)s — the server was reached, and no file was there.")
SOURCE_REASON = gettext_noop("%(source)s — %(reason)s")


def tell_end(message: Message) -> int:
    """Tell of the end of a run, once however often the message comes; returns how many people are told.

    Of a run that somebody started by hand: this person; of any other, and of every failure, those who look after
    imports too. Of a run that nobody started, what its source wants. One that was stopped on request is no news.
    """
    facts = message["payload"]
    if facts["status"] == JobStatus.CANCELLED:
        return 0
    run = ImportRun.objects.filter(pk=facts["job_id"]).first()
    if run is not None and run.trigger in UNATTENDED:
        return _tell_unattended(message, run)
    good = message["kind"] == COMPLETED
    starter = _starter(run)
    permission = "manage:imports" if good else "start:imports"
    return _told_of_run(
        message,
        "import_completed" if good else "import_failed",
        FINISHED if good else FAILED,
        COUNTS if good else REASON,
        level=_level(facts) if good else "error",
        users=starter,
        permission=None if good and starter else permission,
    )


def tell_standstill(message: Message) -> int:
    """Tell that a run waits: for its mapping, or for somebody to let it through; once."""
    run = ImportRun.objects.filter(pk=message["payload"]["job_id"]).first()
    starter: dict[str, Any] = {"users": _starter(run)}
    if message["kind"] != HELD:
        return _told_of_run(
            message, "import_waiting", WAITING, NEW_LAYOUT, "warning", permission="start:imports", **starter
        )
    if run is not None and not _alerts(run.source_id).held:
        return 0
    return _told_of_run(message, "import_held", IS_HELD, UNUSUAL, "warning", permission="manage:imports", **starter)


def tell_fetch(message: Message) -> int:
    """Tell of a look that found no file or failed: once at the begin of such a streak, then once a day."""
    fetch = Fetch.objects.filter(pk=message["payload"]["fetch_id"]).first()
    source = _source(fetch.source_id) if fetch else None
    if fetch is None or source is None:
        return 0
    alerts = Alerts.of(source.alerts)
    failed = fetch.status == JobStatus.FAILED
    if not (alerts.failed if failed else alerts.file_not_found):
        return 0
    return notify(
        "import_failed" if failed else "import_file_not_found",
        tenant_id=fetch.tenant_id,
        title=NOT_FETCHED if failed else NO_FILE,
        message=SOURCE_REASON if failed else NOTHING_THERE,
        params={"supplier": source.supplier_name, "source": source.name, "reason": fetch.error_message},
        url=f"/feeds/{fetch.source_id}/fetches/",
        level="error" if failed else "warning",
        users=User.objects.filter(pk__in=[fetch.created_by_id]),
        permission="start:imports",
        key=f"fetch:{streak_of(fetch)}",
    )


def _tell_unattended(message: Message, run: ImportRun) -> int:
    alerts = _alerts(run.source_id)
    if message["kind"] != COMPLETED:
        return _told_of_run(message, "import_failed", FAILED, REASON, "error") if alerts.failed else 0
    before = _import_before(run)
    if alerts.with_errors and _has_many_errors(run, before, alerts.errors_percent):
        return _told_of_run(message, "import_completed", WITH_ERRORS, COUNTS, "warning", permission="start:imports")
    if before and _has_other_count(run, before, alerts.count_change_percent):
        counts = {"rows": run.rows_read, "before": before.rows_read}
        return _told_of_run(
            message, "import_completed", OTHER_COUNT, ROWS, "warning", counts, permission="start:imports"
        )
    return _told_of_run(message, "import_completed", FINISHED, COUNTS, "success") if alerts.success else 0


def _told_of_run(
    message: Message,
    kind: str,
    title: str,
    text: str,
    level: str,
    params: dict[str, Any] | None = None,
    **whom: Any,
) -> int:
    facts = message["payload"]
    return notify(
        kind,
        tenant_id=UUID(message["tenant_id"]),
        title=title,
        message=text,
        params=_params(facts) | (params or {}),
        url=f"/imports/{facts['job_id']}/",
        level=level,
        key=f"run:{facts['job_id']}:{message['id']}",
        **whom,
    )


def _has_many_errors(run: ImportRun, before: ImportRun | None, limit: float) -> bool:
    """Whether errors begin to be many, or become more by the limit again: what is as last night is no news."""
    share = _errors_percent(run)
    last = _errors_percent(before) if before else 0
    return share > limit and (last <= limit or share > last + limit)


def _errors_percent(run: ImportRun) -> float:
    return run.rows_held * 100 / max(1, run.rows_read)


def _has_other_count(run: ImportRun, before: ImportRun, limit: float | None) -> bool:
    if limit is None or not before.rows_read:
        return False
    return abs(run.rows_read - before.rows_read) * 100 > limit * before.rows_read


def _import_before(run: ImportRun) -> ImportRun | None:
    """The import before this one, of the same source."""
    ended = ImportRun.objects.filter(
        source_id=run.source_id, kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED, created_at__lt=run.created_at
    )
    return ended.only("rows_read", "rows_held").order_by("-created_at").first()


def _alerts(source_id: UUID) -> Alerts:
    source = _source(source_id)
    return Alerts.of(source.alerts) if source else Alerts()


def _source(source_id: UUID) -> SourceSettings | None:
    """The source, or None when it is gone."""
    try:
        return source_settings(source_id)
    except NotFound:
        return None


def _starter(run: ImportRun | None) -> list[User]:
    if run is None or run.created_by_id is None:
        return []
    return list(User.objects.filter(pk=run.created_by_id, is_active=True))


def _params(facts: dict[str, Any]) -> dict[str, Any]:
    error = facts.get("error") or {}
    counts = {name: facts.get(name, 0) for name in ("created", "updated", "held")}
    reason = error.get("message") or facts.get("error_code", "")
    return {"supplier": facts["supplier_name"], "file": facts["file"], "reason": reason, **counts}


def _level(facts: dict[str, Any]) -> str:
    return "warning" if facts.get("held") else "success"
