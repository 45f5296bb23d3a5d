"""Exports: products to CSV and XLSX, and a sheet that comes back.

Floor of the CSV: PostgreSQL's own COPY of the same plain columns into a file. Memory has to be the same for many
products as for few: it is the peak of this process while the export is made.
"""

import os
import tempfile
from pathlib import Path
from uuid import UUID

import polars as pl

from catalog.selectors import product_ids
from catalog.selectors.flat import flat_products
from core.databases import connection_of
from core.models import Membership, Tenant, User
from core.tabular.output import Field, Options, open_sink
from core.tenancy import tenant_scope
from imports.exports import sheets
from imports.exports.columns import ExportColumn
from imports.models import Export, Sheet
from imports.services.exports import start_export
from imports.services.exports.making import ExportRequest
from imports.services.exports.work import execute_export
from imports.services.sheets import start_applying, upload_sheet
from imports.services.sheets.work import execute_sheet
from tests.benchmarks.figures import Figure, Measured, measure

FEW = int(os.environ.get("PM_BENCH_ROWS", "200000"))
MANY = int(os.environ.get("PM_BENCH_MANY_ROWS", "1000000"))
SHEET = int(os.environ.get("PM_BENCH_SHEET_ROWS", "50000"))
COLUMNS = ("sku", "gtin", "title", "price", "currency", "stock", "status", "description")
EDITED = ("title", "price", "stock")
_MAKE = """
INSERT INTO catalog_product (id, tenant_id, sku, gtin, title, description, price, currency, stock, status, search_text)
SELECT gen_random_uuid(), %(tenant_id)s, 'SKU-' || n, lpad(n::text, 14, '0'), 'Perceuse visseuse sans fil ' || n,
       'Une description assez longue pour ressembler à une vraie, numéro ' || n, 10 + n %% 900, 'EUR', n %% 250,
       'active',
       'perceuse visseuse sans fil ' || n
  FROM generate_series(%(first)s, %(last)s) AS n
"""


def figures() -> list[Figure]:
    """CSV and XLSX of few and of many products; a sheet out, compared, applied."""
    tenant = Tenant.objects.create(name="Bench", slug="bench")
    boss = User.objects.create_user(email="boss@example.org", password="bench")
    Membership.objects.create(tenant=tenant, user=boss, role="admin")
    with tenant_scope(tenant.pk):
        _products(tenant.pk, 1, FEW)
        found = [*_files(tenant.pk, FEW), *_round_trip(tenant.pk, boss)]
        _products(tenant.pk, FEW + 1, MANY)
        return [*found, *_files(tenant.pk, MANY)]


def _products(tenant_id: UUID, first: int, last: int) -> None:
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(_MAKE, {"tenant_id": tenant_id, "first": first, "last": last})
        cursor.execute("ANALYZE catalog_product")


def _files(tenant_id: UUID, rows: int) -> list[Figure]:
    floor = _floor(tenant_id)
    csv, xlsx = (_exported(tenant_id, form, rows) for form in ("csv", "xlsx"))
    return [
        Figure(f"CSV of {rows:,} products", rows, csv, floor, bar="memory flat"),
        Figure(f"XLSX of {rows:,} products", rows, xlsx, bar="memory flat"),
    ]


def _exported(tenant_id: UUID, form: str, rows: int) -> Measured:
    columns = tuple(ExportColumn(source=name, header=name) for name in COLUMNS)
    export = start_export(ExportRequest(format=form, columns=columns), tenant_id=tenant_id, by=None)
    measured, _ = measure(lambda: execute_export(export.pk))
    done = Export.objects.get(pk=export.pk)
    if (done.status, done.products_written) != ("completed", rows):
        raise RuntimeError(f"{done.status} {done.error_message} {done.products_written}")
    return measured


def _floor(tenant_id: UUID) -> Measured:
    chosen = f"SELECT {', '.join(COLUMNS)} FROM catalog_product WHERE tenant_id = '{tenant_id}' ORDER BY id"

    def copied() -> None:
        with (
            tempfile.TemporaryFile() as target,
            connection_of("catalog").cursor() as cursor,
            cursor.copy(f"COPY ({chosen}) TO STDOUT (FORMAT csv)") as copy,
        ):
            for piece in copy:
                target.write(piece)

    return measure(copied)[0]


def _round_trip(tenant_id: UUID, boss: User) -> list[Figure]:
    """Every tenth price is edited."""
    with tempfile.TemporaryDirectory(prefix="pm-sheet-") as folder:
        path = _edited(tenant_id, Path(folder) / "sheet.xlsx")
        with path.open("rb") as content:
            sheet = upload_sheet("sheet.xlsx", content, size=path.stat().st_size, tenant_id=tenant_id, by=boss)
    compared, _ = measure(lambda: execute_sheet(sheet.pk))
    sheet.refresh_from_db()
    if (sheet.stage, sheet.cells_ready) != ("compared", SHEET // 10):
        raise RuntimeError(f"{sheet.stage} {sheet.error_message} {sheet.cells_ready}")
    start_applying(sheet.pk, by=boss)
    applied, _ = measure(lambda: execute_sheet(sheet.pk))
    done = Sheet.objects.get(pk=sheet.pk)
    if done.products_changed != SHEET // 10:
        raise RuntimeError(f"{done.stage} {done.error_message} {done.products_changed}")
    return [
        Figure(f"a sheet of {SHEET:,} rows compared", SHEET, compared, bar="memory flat"),
        Figure("its edited cells applied", SHEET // 10, applied),
    ]


def _edited(tenant_id: UUID, path: Path) -> Path:
    fields = sheets.sheet_fields([Field("Titre"), Field("Prix", "number"), Field("Stock", "number")], EDITED)
    options = Options(sheet=sheets.sheet_of(EDITED, "Sheet"))
    with path.open("wb") as target:
        sink, after, left = open_sink("xlsx", target, fields, options), None, SHEET
        while left:
            ids = product_ids(tenant_id, after=after, size=min(5_000, left))
            flat = flat_products(ids, tenant_id=tenant_id, columns=["version", *EDITED], inherit=False)
            rows = sheets.with_hidden(flat, EDITED).drop("id").with_row_index("n")
            raised = pl.when(pl.col("n") % 10 == 0).then(pl.lit("1234.5")).otherwise("c1").alias("c1")
            sink.write(rows.with_columns(raised).drop("n"))
            after, left = ids[-1], left - len(ids)
        sink.close()
    return path
