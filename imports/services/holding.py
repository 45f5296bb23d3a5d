"""Runs that the brake holds: put down with the evidence, let go on or refused by people, closed by a newer file."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.access import require
from core.databases import atomic
from core.jobs import JobStatus
from core.models import User
from imports.errors import ApprovalNeedsAnother, RunNotHeld, RunOutdated
from imports.feeds import journal
from imports.feeds.braking import BrakePulled
from imports.feeds.folder import remove_folder
from imports.models import DryRun, ImportRun
from imports.services.telling import note_act, tell_held

STARTED, APPROVED, REFUSED = "started", "approved", "refused"
SECOND_PERSON = "second_person"
OBSOLETE = "IMPORT_SUPERSEDED"


def hold_run(run: ImportRun, pulled: BrakePulled) -> None:
    """Put the run down, unqueued, with the evidence; a dry run is made by itself, so that the full impact is seen.

    The source's next runs are not kept from beginning.
    """
    with atomic("imports"):
        jobs.put_down(run, stage=ImportRun.Stage.HELD, hold=pulled.hold, held_at=timezone.now(), phase="")
        journal.note(run, "braked", level="warning", causes=[one["code"] for one in pulled.hold["evidence"]])
        tell_held(run)
        dry_run = DryRun.objects.create(tenant_id=run.tenant_id, run=run, created_by_id=run.created_by_id)
        jobs.start_once(dry_run)


def release_run(run: ImportRun, *, by: User | None) -> ImportRun:
    """Approve a held run; once everybody needed has, it goes on behind its checks and the brake is not asked again.

    Where a second person is wanted, whoever started the run cannot approve it; a run that nobody started (a schedule)
    takes two people. None is the command line and counts for everybody. Raises PermissionRefused without
    `manage:imports`, RunNotHeld, ApprovalNeedsAnother, RunOutdated when a later file is at work or imported.
    """
    if by is not None:
        require(by, "manage:imports", run)
    with atomic("imports"):
        held = _locked(run)
        _refuse_outdated(held)
        enough = _is_enough(held, by)
        approvals = [*held.approvals, _entry(APPROVED, by)]
        if not enough:
            _held_rows(held).update(approvals=approvals)
            journal.note(held, "approved", name=_name(by))
        else:
            hold = {**held.hold, "state": "released"}
            _held_rows(held).update(approvals=approvals, hold=hold, stage=ImportRun.Stage.READY, attempts=0)
            held.refresh_from_db()
            jobs.start_once(held)
            journal.note(held, "released", name=_name(by))
        note_act("import.released" if enough else "import.approved", held)
    run.refresh_from_db()
    return run


def refuse_run(run: ImportRun, *, by: User | None) -> ImportRun:
    """End a held run without importing anything. Raises PermissionRefused without `manage:imports`, RunNotHeld."""
    if by is not None:
        require(by, "manage:imports", run)
    with atomic("imports"):
        held = _locked(run)
        hold = {**held.hold, "state": "refused"}
        _held_rows(held).update(approvals=[*held.approvals, _entry(REFUSED, by)], hold=hold, **_ended())
        journal.note(held, "turned_down", level="warning", name=_name(by))
        note_act("import.refused", held)
    remove_folder(run.pk)
    run.refresh_from_db()
    return run


def close_obsolete(run: ImportRun) -> int:
    """Close the held runs of older files of the source, now that this one is imported; returns how many.

    To be called in the transaction that completes the run, so that no older file is let go on behind it.
    """
    if run.kind != ImportRun.Kind.IMPORT:
        return 0
    held = ImportRun.objects.filter(source_id=run.source_id, created_at__lt=run.created_at, **_HELD)
    closed = list(held.select_for_update())
    message = _("A newer file of this feed has been imported: this one is not needed any more.")
    for older in closed:
        hold = {**older.hold, "state": "obsolete"}
        _held_rows(older).update(hold=hold, error_code=OBSOLETE, error_message=message, **_ended())
        journal.note(older, "obsolete", level="warning")
    return len(closed)


def refuse_outdated(run: ImportRun) -> None:
    """Raise RunOutdated for a run that was held and let go on when a later file of its source has come first."""
    if run.hold:
        _refuse_outdated(run)


def started_by(by: User | None) -> list[dict[str, Any]]:
    """The first entry of a run's approvals: who started it."""
    return [_entry(STARTED, by)] if by else []


def approvals_needed(run: ImportRun) -> int:
    """How many people have to approve the run from now on."""
    if run.policies.get("approval") != SECOND_PERSON or _starters(run):
        return 1
    return max(1, 2 - len(_approvers(run)))


_HELD = {"stage": ImportRun.Stage.HELD, "status": JobStatus.PENDING, "queued_at": None}


def _held_rows(run: ImportRun) -> Any:
    return ImportRun.objects.filter(pk=run.pk, **_HELD)


def _locked(run: ImportRun) -> ImportRun:
    """The run's row, locked; raises RunNotHeld when it is not held (any more)."""
    held = _held_rows(run).select_for_update().first()
    if held is None:
        raise RunNotHeld
    found: ImportRun = held
    return found


def _refuse_outdated(run: ImportRun) -> None:
    later = ImportRun.objects.filter(
        source_id=run.source_id,
        kind=ImportRun.Kind.IMPORT,
        created_at__gt=run.created_at,
        status__in=(JobStatus.PROCESSING, JobStatus.PAUSED, JobStatus.COMPLETED),
    )
    if later.exists():
        raise RunOutdated


def _is_enough(run: ImportRun, by: User | None) -> bool:
    if by is None or run.policies.get("approval") != SECOND_PERSON:
        return True
    starters, approvers = _starters(run), _approvers(run)
    if str(by.pk) in starters | approvers:
        raise ApprovalNeedsAnother
    return bool(starters or approvers)


def _starters(run: ImportRun) -> set[str]:
    made = {str(run.created_by_id)} if run.created_by_id else set()
    return made | {entry["by"] for entry in run.approvals if entry["act"] == STARTED}


def _approvers(run: ImportRun) -> set[str]:
    return {entry["by"] for entry in run.approvals if entry["act"] == APPROVED and entry["by"]}


def _entry(act: str, by: User | None) -> dict[str, Any]:
    who = str(by.pk) if by else None
    return {"act": act, "by": who, "name": _name(by), "at": timezone.now().isoformat()}


def _name(by: User | None) -> str:
    return by.email if by else _("the command line")


def _ended() -> dict[str, Any]:
    """A held run is ended as if it had been cancelled; tried again, it is judged again."""
    return {"status": JobStatus.CANCELLED, "stage": ImportRun.Stage.READY, "finished_at": timezone.now()}
