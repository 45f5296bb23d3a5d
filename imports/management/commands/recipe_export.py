"""`manage.py recipe_export NAME`: a mapping template as a YAML recipe."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.tenancy import tenant_scope
from imports.management.tenants import tenant_named
from imports.services.recipes import export_recipe
from suppliers.selectors import template_by_name


class Command(BaseCommand):
    """Exit status 1 for a name that is not known."""

    help = "Write a mapping template as a YAML recipe; connections and secrets are never part of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--tenant", metavar="SLUG", help="needed when there are several")
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        with tenant_scope(tenant_named(options["tenant"]).pk):
            found = template_by_name(options["name"])
            if found is None:
                raise CommandError(f"There is no template “{options['name']}”.", returncode=1)
            text = export_recipe(found.facts.id, by=None)
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
