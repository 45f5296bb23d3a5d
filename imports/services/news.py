"""People are told how a run ended: who started it, and those whose work it is."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from core.events import Message
from core.jobs import JobStatus
from core.models import User
from core.notifications import notify
from imports.events import COMPLETED
from imports.models import ImportRun

FINISHED = gettext_noop("Import finished: %(supplier)s")
FAILED = gettext_noop("Import failed: %(supplier)s")
COUNTS = gettext_noop("%(file)s — rows created: %(created)s, changed: %(updated)s, held: %(held)s.")
REASON = gettext_noop("%(file)s — %(reason)s")


def tell_end(message: Message) -> int:
    """Tell of the end of a run, once however often the message comes; returns how many people are told.

    Of a run that somebody started by hand: this person; of any other, and of every failure, those who look after
    imports too. One that was stopped on request is no news.
    """
    facts = message["payload"]
    if facts["status"] == JobStatus.CANCELLED:
        return 0
    good = message["kind"] == COMPLETED
    starter = _starter(UUID(facts["job_id"]))
    permission = "manage:imports" if good else "start:imports"
    return notify(
        "import_completed" if good else "import_failed",
        tenant_id=UUID(message["tenant_id"]),
        title=FINISHED if good else FAILED,
        message=COUNTS if good else REASON,
        params=_params(facts),
        url=f"/imports/{facts['job_id']}/",
        level=_level(facts) if good else "error",
        users=starter,
        permission=None if good and starter else permission,
        key=f"run:{facts['job_id']}:{message['id']}",
    )


def _starter(run_id: UUID) -> list[User]:
    started = ImportRun.objects.filter(pk=run_id).values_list("created_by_id", flat=True).first()
    found: Iterable[User] = User.objects.filter(pk=started, is_active=True) if started else ()
    return list(found)


def _params(facts: dict[str, Any]) -> dict[str, Any]:
    error = facts.get("error") or {}
    counts = {name: facts.get(name, 0) for name in ("created", "updated", "held")}
    reason = error.get("message") or facts.get("error_code", "")
    return {"supplier": facts["supplier_name"], "file": facts["file"], "reason": reason, **counts}


def _level(facts: dict[str, Any]) -> str:
    return "warning" if facts.get("held") else "success"
