"""What a run's words mean is confirmed: kept for its source, and at once in force for the run itself."""

from collections.abc import Iterable
from uuid import UUID

from core.databases import atomic
from core.jobs import JobStatus
from core.models import User
from imports.feeds import journal
from imports.models import ImportRun
from suppliers.selectors import value_maps_for
from suppliers.services import Meaning, confirm_values


def confirm_run_values(run: ImportRun, meanings: Iterable[Meaning], *, by: User | None, for_all: bool = False) -> int:
    """Keep the meanings for files of the run's source, or of all sources; a run that waits follows them already.

    Returns how many. Raises PermissionRefused without `write:suppliers` on the source, InvalidInput naming the word.
    """
    source_id: UUID | None = None if for_all else run.source_id
    ids = confirm_values(by=by, tenant_id=run.tenant_id, meanings=meanings, source_id=source_id)
    with atomic("imports"):
        policies = {**run.policies, "value_maps": value_maps_for(run.source_id)}
        waiting = ImportRun.objects.filter(pk=run.pk, status=JobStatus.PENDING, queued_at=None)
        if waiting.update(policies=policies):
            run.policies = policies
            journal.note(run, "values_confirmed", count=len(ids))
    return len(ids)
