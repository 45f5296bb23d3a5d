"""`manage.py migrate_all`: bring all seven databases to the newest state."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.databases import CORE, aliases


class Command(BaseCommand):
    """Plain `migrate` touches db_core only; this one does the seven."""

    help = "Migrate the seven databases (plain `migrate` touches db_core only)."

    def handle(self, *args: Any, **options: Any) -> None:
        for alias in aliases():
            self.stdout.write(f"{alias}:")
            # The other six hold nothing but their app: walking the migrations of all apps there costs seconds each.
            own = () if alias == CORE else (alias,)
            call_command(
                "migrate", *own, database=alias, interactive=False, verbosity=options["verbosity"], stdout=self.stdout
            )
