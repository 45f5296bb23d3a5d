"""Undo a run from the command line, in this process."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.jobs import JobStatus
from core.tenancy import every_tenant, tenant_scope
from imports.errors import UndoRefused
from imports.models import ImportRun
from imports.services import claim, execute_run, undo_run


class Command(BaseCommand):
    """Exit status: 0 undone, 1 refused or failed."""

    help = "Undo an import run: what it changed and nobody changed since is as before; the rest is listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=UUID, help="the id that import_feed printed")

    def handle(self, *args: Any, **options: Any) -> None:
        with every_tenant():
            run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"{options['run']}: there is no such run.", returncode=1)
        with tenant_scope(run.tenant_id):
            self._undo(run)

    def _undo(self, run: ImportRun) -> None:
        try:
            undoing = undo_run(run, by=None, start=False)
        except UndoRefused as error:
            raise CommandError(str(error), returncode=1) from error
        claim(undoing)
        execute_run(undoing.pk)
        undoing.refresh_from_db()
        if undoing.status != JobStatus.COMPLETED:
            raise CommandError(f"The undoing failed ({undoing.error_code}): {undoing.error_message}", returncode=1)
        numbers = ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in undoing.outcome.items())
        self.stdout.write(f"Undone by run {undoing.pk}. {numbers}")
