"""Count the figures of the home page and the reports anew, from runs, change log and products."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.services.figures import recount
from core.models import Tenant


class Command(BaseCommand):
    """Exit status: 0 done, 1 for an unknown organisation."""

    help = "Count the figures of the home page and the reports anew; levels of past days stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", help="its short name; without it all are counted")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Tenant.objects.order_by("name")
        if options["organisation"]:
            wanted = wanted.filter(slug=options["organisation"])
            if not wanted:
                raise CommandError(f"{options['organisation']}: there is no such organisation.", returncode=1)
        for tenant in wanted:
            found = recount(tenant.pk)
            self.stdout.write(f"{tenant.name}: {found['runs']} runs, {found['days']} days of changes.")
