"""Look at a source from the command line, in this process."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.errors import NotFound, Refused
from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.errors import MappingUnconfirmed
from imports.management.running import run_here
from imports.management.tenants import tenant_named
from imports.models import Fetch, ImportRun, Trigger
from imports.services import execute_fetch, request_fetch
from imports.services.runs import refuse_unstartable
from suppliers.selectors import sources_of, supplier_by_code

FAILED, REFUSED, WAITS = 1, 3, 4


class Command(BaseCommand):
    """Exit status: 0 looked, and what was new is imported; 1 failed; 3 a file is refused; 4 a run waits for people."""

    help = "Fetch what is new at a source and import it: fetch_source SUPPLIER/SOURCE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="code of the supplier / name of the source, such as ACME/Prices")
        parser.add_argument("--tenant", metavar="SLUG", help="needed when there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        with tenant_scope(tenant_named(options["tenant"]).pk):
            try:
                fetch = request_fetch(_source_id(options["source"]), by=None, trigger=Trigger.COMMAND)
            except Refused as error:
                raise CommandError(str(error), returncode=FAILED) from error
            done = execute_fetch(fetch.pk)
            if done is None or done.status != JobStatus.COMPLETED:
                reason = done.error_message if done else "another worker has taken it"
                raise CommandError(f"The fetch did not complete: {reason}", returncode=FAILED)
            self._import(done)

    def _import(self, fetch: Fetch) -> None:
        self.stdout.write(f"{fetch.get_outcome_display()}: {fetch.files_seen} seen, {fetch.files_new} new.")
        statuses = [self._imported(run) for run in ImportRun.objects.filter(fetch=fetch).order_by("created_at")]
        for status, sentence in (
            (FAILED, "An import failed."),
            (REFUSED, "A file is refused."),
            (WAITS, "An import waits for somebody, nothing was changed."),
        ):
            if status in statuses:
                raise CommandError(sentence, returncode=status)

    def _imported(self, run: ImportRun) -> int:
        """Import the run's file; its part of the exit status."""
        status, said = _brought_to_its_end(run)
        self.stdout.write(f"{run.pk}: {said}")
        return status


def _brought_to_its_end(run: ImportRun) -> tuple[int, str]:
    if run.stage == ImportRun.Stage.READING:
        return REFUSED, run.error_message
    try:
        refuse_unstartable(run)
    except MappingUnconfirmed:
        return WAITS, run.get_stage_display()
    except Refused as error:
        return FAILED, str(error)
    run_here(run)
    if run.stage == ImportRun.Stage.HELD:
        return WAITS, run.get_stage_display()
    told = f"{run.get_status_display()} {run.error_message}".rstrip()
    return (0 if run.status == JobStatus.COMPLETED else FAILED), told


def _source_id(name: str) -> UUID:
    code, _separator, wanted = name.partition("/")
    try:
        sources = sources_of(supplier_by_code(code).id)
    except NotFound as error:
        raise CommandError(f"{name}: there is no supplier with the code “{code}”.", returncode=FAILED) from error
    for source in sources:
        if source.name == wanted:
            return source.id
    known = ", ".join(source.name for source in sources) or "none yet"
    message = f"{name}: the supplier {code} has no source “{wanted}”; its sources are: {known}."
    raise CommandError(message, returncode=FAILED)
