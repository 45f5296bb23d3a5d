"""Look at a source from the command line, in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.management.tenants import tenant_named
from imports.models import Fetch, ImportRun, Trigger
from imports.services import execute_fetch, execute_run, request_fetch
from suppliers.selectors import sources_of, supplier_by_code


class Command(BaseCommand):
    """Exit status: 0 looked (also when nothing was new), 1 refused or failed."""

    help = "Fetch what is new at a source and import it: fetch_source SUPPLIER/SOURCE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="code of the supplier / name of the source, such as ACME/Prices")
        parser.add_argument("--tenant", metavar="SLUG", help="needed when there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        with tenant_scope(tenant_named(options["tenant"]).pk):
            try:
                fetch = request_fetch(_source_id(options["source"]), by=None, trigger=Trigger.COMMAND)
            except Refused as error:
                raise CommandError(str(error), returncode=1) from error
            done = execute_fetch(fetch.pk)
            if done is None or done.status != JobStatus.COMPLETED:
                reason = done.error_message if done else "another worker has taken it"
                raise CommandError(f"The fetch did not complete: {reason}", returncode=1)
            self._report(done)

    def _report(self, fetch: Fetch) -> None:
        self.stdout.write(f"{fetch.get_outcome_display()}: {fetch.files_seen} seen, {fetch.files_new} new.")
        for run in ImportRun.objects.filter(fetch=fetch).order_by("created_at"):
            execute_run(run.pk)
            run.refresh_from_db()
            self.stdout.write(f"{run.pk}: {run.get_status_display()} {run.error_message}".rstrip())


def _source_id(name: str) -> Any:
    code, _separator, wanted = name.partition("/")
    for source in sources_of(supplier_by_code(code).id):
        if source.name == wanted:
            return source.id
    raise CommandError(f"{name}: the supplier {code} has no such source.", returncode=1)
