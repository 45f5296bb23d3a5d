"""The work of an undoing run: the catalogue restores, the run keeps the numbers."""

from dataclasses import asdict

from catalog.services import Actor, undo_run
from core.jobs import report_progress
from imports.feeds import journal
from imports.models import ImportRun


def undo(run: ImportRun) -> None:
    """Restore what the undone run changed and nobody changed since; the same run again changes nothing more."""
    if run.undoes_id is None:
        raise ValueError(f"{run} undoes nothing.")
    report_progress(run, phase="undoing")
    result = undo_run(
        run.undoes_id,
        tenant_id=run.tenant_id,
        actor=Actor("undo", run.pk, str(run.policies.get("label", ""))),
        undo_run_id=run.pk,
    )
    outcome = asdict(result)
    report_progress(run, outcome=outcome)
    journal.note(
        run,
        "undone",
        restored=result.restored_products,
        removed=result.removed_products,
        kept=result.kept,
    )
