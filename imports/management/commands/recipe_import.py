"""`manage.py recipe_import FILE`: a YAML recipe becomes a mapping template."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.tenancy import tenant_scope
from imports.management.tenants import tenant_named
from imports.services.recipes import Wishes, import_recipe
from suppliers.selectors import supplier_by_code

REFUSED = 3


class Command(BaseCommand):
    """Exit status 1 for a file that is not there, 3 for a recipe that is refused."""

    help = "Keep a YAML recipe as a mapping template; its sample rows are run first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", metavar="SLUG", help="needed when there are several")
        parser.add_argument("--name", default="", help="instead of the name in the recipe")
        parser.add_argument("--supplier", metavar="CODE", help="whose it is; without one it is everybody's")
        parser.add_argument("--replace", action="store_true", help="overwrite the template of this name")
        parser.add_argument("--accept-changes", action="store_true", help="accept what becomes of its sample rows")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.", returncode=1)
        tenant = tenant_named(options["tenant"])
        with tenant_scope(tenant.pk):
            try:
                found = import_recipe(
                    path.read_text(encoding="utf-8-sig"), _wishes(options), by=None, tenant_id=tenant.pk
                )
            except (Refused, UnicodeDecodeError) as error:
                raise CommandError(f"{path.name} is refused: {error}", returncode=REFUSED) from error
        self.stdout.write(f"Template {found[0]} is kept; {len(found[1])} values of its sample rows changed.")


def _wishes(options: dict[str, Any]) -> Wishes:
    code = options["supplier"]
    return Wishes(
        options["name"],
        supplier_id=supplier_by_code(code).id if code else None,
        replace=options["replace"],
        accept_changes=options["accept_changes"],
    )
