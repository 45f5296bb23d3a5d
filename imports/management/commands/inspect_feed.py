"""`manage.py inspect_feed FILE [--json]`: what the importer would make of a file, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.tabular import Overrides
from imports.feeds.inspection import Inspection, inspect

REFUSED = 3


class Command(BaseCommand):
    """Exit status 0 when the file is readable, 3 when it is refused."""

    help = "Show what the importer would make of a file; needs no database."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --json, and what a source may overrule."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--encoding", help="instead of the recognised encoding")
        parser.add_argument("--delimiter", help="instead of the recognised delimiter")
        parser.add_argument("--sheet", help="instead of the recognised sheet")
        parser.add_argument("--header-row", type=int, help="row of the column names, 0 for none")
        parser.add_argument("--record-path", help="instead of the recognised record path")

    def handle(self, *args: Any, **options: Any) -> None:
        """Inspect and print."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file “%s”.") % path, returncode=2)
        names = ("encoding", "delimiter", "sheet", "header_row", "record_path")
        inspection = inspect(path, overrides=Overrides(**{name: options[name] for name in names}))
        if options["json"]:
            self.stdout.write(json.dumps(inspection.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(inspection)))
        if inspection.error:
            raise SystemExit(REFUSED)


def _lines(inspection: Inspection) -> list[str]:
    """The same for people."""
    answer = inspection.to_json()
    lines = []
    if inspection.recognition is not None:
        names = (
            "format",
            "encoding",
            "delimiter",
            "sheet",
            "header_row",
            "record_path",
            "row_count",
            "valid_gtin_rows",
        )
        lines += [f"{name:16} {_shown(answer[name])}" for name in names if answer[name] is not None]
        lines += ["", *_mapping_lines(inspection)]
    lines += [
        f"! {_place(warning['row'])}{warning['message']} [{warning['code']}]" for warning in answer["warnings"][:50]
    ]
    if len(answer["warnings"]) > 50:
        lines.append(_("... and %s more warnings; --json shows all.") % (len(answer["warnings"]) - 50))
    if answer["error"]:
        lines.append(_("Refused: %(message)s [%(code)s]") % answer["error"])
    return lines


def _mapping_lines(inspection: Inspection) -> list[str]:
    proposal = inspection.proposal
    if proposal is None:
        return []
    lines = [
        f"{field:18} <- {_shown(seen.source) or '-':40} {seen.confidence:4.0%}  {seen.reason}"
        for field, seen in proposal.evidence.items()
    ]
    return [*lines, "", _("Not mapped: %s") % (", ".join(proposal.unmapped) or "-")]


def _shown(value: Any) -> str:
    return repr(value) if value in ("\t", " ") else str(value or "")


def _place(row: int | None) -> str:
    return _("row %s: ") % row if row is not None else ""
