"""What belongs to the person who made a run: starting and cancelling it, even without these rights by role."""

from core.access import allowed, grants
from core.models import User
from imports.models import ImportRun

OWN_RIGHTS = ("start:imports", "cancel:imports")


def grant_own_run(run: ImportRun, *, by: User | None) -> None:
    """Grant the maker of a run, before it is saved, what the role lacks; a run that is never saved leaves no trace.

    The grants live in db_core and go with the run (`core.access.grants.forget`); the nightly sweep takes what a crash
    between the two databases left.
    """
    if by is None:
        return
    missing = [code for code in OWN_RIGHTS if not allowed(by, code, tenant_id=run.tenant_id)]
    if missing:
        grants.grant(by, missing, run)
