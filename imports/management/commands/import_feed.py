"""Import a supplier's file from the command line: the same steps as in the pages, in this process."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.jobs import JobStatus
from core.models import Tenant
from core.tabular import UnreadableFile
from core.tenancy import tenant_scope
from imports.errors import FileTooLarge
from imports.feeds.brake import sentence_of
from imports.management.running import run_here
from imports.management.tenants import tenant_named
from imports.models import ImportRun, Trigger
from imports.selectors import run_report
from imports.services import Upload, claim, execute_dry_run, save_mapping, start_dry_run, upload_file
from imports.services.runs import refuse_unstartable
from suppliers.services import ensure_source, ensure_supplier

REFUSED = 3
HELD = 4


class Command(BaseCommand):
    """Exit status: 0 imported (rows may be held), 1 failed, 3 the file is refused, 4 the brake holds it."""

    help = "Import a supplier's file: the mapping remembered for its layout, else the proposed one, is taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--supplier", required=True, metavar="CODE", help="made when it does not exist")
        parser.add_argument("--tenant", metavar="SLUG", help="needed when there are several")
        parser.add_argument("--source", default="", metavar="NAME", help="the supplier's source, made when missing")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="a mapping as JSON, not the proposed one")
        parser.add_argument(
            "--full", action="store_true", help="products that are not in the file are no longer delivered"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = tenant_named(options["tenant"])
        with tenant_scope(tenant.pk):
            run = self._upload(tenant, options)
            self._confirm(run, options["mapping"])
            if options["dry_run"]:
                self._rehearse(run, as_json=options["json"])
            else:
                self._import(run, as_json=options["json"])

    def _upload(self, tenant: Tenant, options: dict[str, Any]) -> ImportRun:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.", returncode=1)
        supplier_id = ensure_supplier(tenant_id=tenant.pk, code=options["supplier"])
        source_id = ensure_source(supplier_id=supplier_id, name=options["source"])
        try:
            with path.open("rb") as content:
                upload = Upload(
                    supplier_id=supplier_id,
                    source_id=source_id,
                    name=path.name,
                    content=content,
                    is_partial=False if options["full"] else None,
                    trigger=Trigger.COMMAND,
                )
                return upload_file(upload, tenant_id=tenant.pk, by=None)
        except (UnreadableFile, FileTooLarge) as error:
            raise CommandError(f"{path.name} is refused ({error.code}): {error}", returncode=REFUSED) from error

    def _confirm(self, run: ImportRun, mapping_file: Path | None) -> None:
        mapping = json.loads(mapping_file.read_text(encoding="utf-8")) if mapping_file else run.mapping
        if mapping_file or run.stage != ImportRun.Stage.READY:
            save_mapping(run, mapping=mapping, by=None)
        refuse_unstartable(run)
        if run.mapping_origin != ImportRun.MappingOrigin.SAVED:
            self.stderr.write(_mapping_line(run))

    def _rehearse(self, run: ImportRun, *, as_json: bool) -> None:
        dry_run = start_dry_run(run, by=None, start=False)
        claim(dry_run)
        execute_dry_run(dry_run.pk)
        dry_run.refresh_from_db()
        if dry_run.status != JobStatus.COMPLETED:
            raise CommandError(f"The dry run failed ({dry_run.error_code}): {dry_run.error_message}", returncode=1)
        self.stdout.write(json.dumps(dry_run.impact, indent=2) if as_json else _impact_lines(dry_run.impact))

    def _import(self, run: ImportRun, *, as_json: bool) -> None:
        run_here(run)
        if run.stage == ImportRun.Stage.HELD:
            reasons = " ".join(sentence_of(one) for one in run.hold["evidence"])
            raise CommandError(
                f"The import is held, nothing was changed: {reasons} Approve it: {run.pk}", returncode=HELD
            )
        report = run_report(run)
        self.stdout.write(json.dumps(report, indent=2) if as_json else _report_lines(report))
        if run.status != JobStatus.COMPLETED:
            raise CommandError(f"The import failed ({run.error_code}): {run.error_message}", returncode=1)


def _mapping_line(run: ImportRun) -> str:
    fields = run.mapping["fields"].items()
    pairs = ", ".join(f"{name} = {field['column'] or field['default']!r}" for name, field in fields)
    return f"Mapping: {pairs}"


def _report_lines(report: dict[str, Any]) -> str:
    rows = report["rows"]
    lines = [
        f"Run {report['id']}: {report['status']}",
        f"  rows read       {rows['read']:>10,}",
        *(f"    {name:<14}{rows[name]:>10,}" for name in ("created", "updated", "unchanged", "held", "skipped")),
        f"  products        {report['products']['created']:>10,} created, {report['products']['updated']:,} updated",
        f"  missing         {report['missing']['count']:>10,}, {report['missing']['retired']:,} no longer delivered",
        f"  warnings        {report['warnings']:>10,}",
    ]
    lines += [f"    {level}: {code} x {n:,}" for level, codes in report["issues"].items() for code, n in codes.items()]
    if report["seconds"]:
        lines.append(f"  {report['seconds']:.1f} s, {report['rows_per_second'] or 0:,.0f} rows/s")
    return "\n".join(lines)


def _impact_lines(impact: dict[str, Any]) -> str:
    rows = impact["rows"]
    lines = [f"Dry run: {rows['read']:,} rows read, nothing changed. The run would give:"]
    lines += [f"    {name:<14}{rows[name]:>10,}" for name in ("created", "updated", "unchanged", "held", "skipped")]
    if missing := impact["missing"]["count"]:
        lines.append(f"  {missing:,} products of the source are not in the file: {impact['missing']['policy']}")
    lines += [f"  {name} changes in {number:,} offers" for name, number in impact["changed_fields"].items()]
    return "\n".join(lines)
