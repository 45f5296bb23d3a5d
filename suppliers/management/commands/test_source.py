"""`manage.py test_source ID`: what the server of a source has, and the first rows of its newest file."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import Refused
from core.tenancy import every_tenant, tenant_scope
from suppliers import services
from suppliers.models import Source
from suppliers.services import ConnectionTest

REFUSED = 3
MOST_FILES = 10


class Command(BaseCommand):
    """Exit status 0 when a file was read, 3 when there is none or the trial fails."""

    help = "Try the connection of a source; nothing is imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The id of the source."""
        parser.add_argument("source", type=UUID, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try and print."""
        with every_tenant():
            row = Source.objects.filter(pk=options["source"]).first()
        if row is None:
            raise CommandError(_("There is no source “%s”.") % options["source"], returncode=REFUSED)
        try:
            with tenant_scope(row.tenant_id):
                found = services.test_connection(by=None, source_id=row.pk)
        except Refused as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        self.stdout.write("\n".join(_lines(found)))
        if found.file is None:
            raise CommandError(_("The server was reached; no file fits the pattern."), returncode=REFUSED)


def _lines(found: ConnectionTest) -> list[str]:
    files = [f"{each.name}  {each.size or '?'}  {each.modified_at or ''}".rstrip() for each in found.files[:MOST_FILES]]
    rows = [" | ".join(cell or "" for cell in row) for row in found.rows]
    return [*files, *(["", " | ".join(found.columns)] if found.columns else []), *rows]
