"""Imports: a CSV feed of 20 columns from the file to the catalogue.

Floor of the first import: COPY of the same final rows (products, offers, change log) into staging tables and one
INSERT ... SELECT each into the same indexed tables. Floor of the 2 % file: the unchanged one. Peer:
django-import-export in bulk mode, products only. Memory: the peak of a process of its own that imports the file.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import tablib
from import_export import resources

from catalog.models import Product
from core.databases import atomic, connection_of
from core.models import Tenant
from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.services import claim, execute_run
from productsmanager.embedded.paths import PROJECT_ROOT
from tests.benchmarks.figures import Figure, Measured, measure
from tests.factories.imports import confirmed, feed_frame, uploaded, write_feed

ROWS = int(os.environ.get("PM_BENCH_ROWS", "200000"))
MANY_ROWS = int(os.environ.get("PM_BENCH_MANY_ROWS", "1000000"))
PEER_ROWS = 20_000
TABLES = ("catalog_product", "catalog_offer", "catalog_change")


def figures() -> list[Figure]:
    """First import, the same file again, 2 % changed; then memory for both sizes and formats."""
    tenant = Tenant.objects.create(name="Bench", slug="bench")
    with tempfile.TemporaryDirectory(prefix="pm-imports-") as name, tenant_scope(tenant.pk):
        folder = Path(name)
        return [*_speed(folder, tenant.pk), *_memory(folder)]


def _speed(folder: Path, tenant_id: UUID) -> list[Figure]:
    feed = write_feed(folder / "feed.csv", ROWS)
    changed = write_feed(folder / "changed.csv", ROWS, changed_every=50)
    first = _imported(feed, tenant_id, expected={"created": ROWS})
    floor = _floor(folder)
    peer = _peer(tenant_id)
    again = _imported(feed, tenant_id, expected={"unchanged": ROWS})
    some = _imported(changed, tenant_id, expected={"updated": ROWS // 50})
    return [
        Figure("new products", ROWS, first, floor, peer, PEER_ROWS, bar="<= 2.5 x floor, >= 20 x peer"),
        Figure("the same file again", ROWS, again, bar=">= 60,000 rows/s"),
        Figure("2 % changed (floor: the same file)", ROWS, some, again, bar="<= 1.5 x floor"),
    ]


def _imported(feed: Path, tenant_id: UUID, *, expected: dict[str, int]) -> Measured:
    run = confirmed(uploaded(feed.read_bytes(), tenant_id=tenant_id, name=feed.name))
    claim(run)
    measured, _ = measure(lambda: execute_run(run.pk))
    done = ImportRun.objects.get(pk=run.pk)
    found = {name: done.counts[name] for name in expected}
    if found != expected:
        raise RuntimeError(f"{feed.name}: {done.status} {done.error_message} {done.counts}, expected {expected}")
    return measured


def _floor(folder: Path) -> Measured:
    """Take the rows out, empty the tables, and put the same rows back by the shortest way."""
    dumps = {table: _dump(table, folder / f"{table}.copy") for table in TABLES}
    _execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    measured, _ = measure(lambda: [_load(table, path) for table, path in dumps.items()])
    # What autovacuum does within a minute; the next figures are those of the next day, not of the next second.
    _execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return measured


def _dump(table: str, path: Path) -> Path:
    with connection_of("catalog").cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        path.write_bytes(b"".join(copy))
    return path


def _load(table: str, path: Path) -> None:
    with atomic("catalog"), connection_of("catalog").cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staged_{table} (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY staged_{table} FROM STDIN") as copy, path.open("rb") as source:
            while block := source.read(1 << 20):
                copy.write(block)
        cursor.execute(f"INSERT INTO {table} SELECT * FROM staged_{table}")


def _execute(statement: str) -> None:
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(statement)


class ProductResource(resources.ModelResource):
    """The peer as its manual recommends for many rows."""

    class Meta:
        model = Product
        import_id_fields = ("gtin",)
        fields = ("gtin", "title", "mpn", "price", "currency", "stock", "cost", "description")
        use_bulk = True
        batch_size = 1000
        skip_diff = True

    def __init__(self, tenant_id: UUID) -> None:
        super().__init__()
        self.tenant_id = tenant_id

    def before_save_instance(self, instance: Product, row: Any, **options: Any) -> None:
        instance.tenant_id = self.tenant_id


def _peer(tenant_id: UUID) -> Measured:
    """Into a tenant of its own, whose rows are removed afterwards."""
    other = Tenant.objects.create(name="Peer", slug="peer")
    frame = feed_frame(PEER_ROWS, first=10_000_000).select(
        pl.col("EAN").str.zfill(14).alias("gtin"),
        pl.col("Désignation").alias("title"),
        pl.col("Référence fabricant").alias("mpn"),
        pl.col("Prix de vente").str.replace(",", ".").alias("price"),
        pl.col("Devise").alias("currency"),
        pl.col("Stock").alias("stock"),
        pl.col("Prix d'achat").str.replace(",", ".").alias("cost"),
        pl.col("Description").alias("description"),
    )
    data = tablib.Dataset(*frame.rows(), headers=frame.columns)
    with tenant_scope(other.pk):
        measured, _ = measure(lambda: ProductResource(other.pk).import_data(data, raise_errors=True))
        made = Product.objects.count()
        Product.objects.all().delete()
    if made != PEER_ROWS:
        raise RuntimeError(f"the peer made {made} products of {PEER_ROWS}")
    return measured


def _memory(folder: Path) -> list[Figure]:
    figures = []
    for suffix in ("csv", "jsonl"):
        for rows in (ROWS, MANY_ROWS):
            feed = write_feed(folder / f"memory.{suffix}", rows)
            _execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
            measured = _in_its_own_process(feed, source=f"{suffix}-{rows}")
            figures.append(Figure(f"memory, {suffix}", rows, measured, bar="<= 600 MB, flat +-20 %"))
            feed.unlink()
    return figures


def _in_its_own_process(feed: Path, *, source: str) -> Measured:
    command = [sys.executable, "manage.py", "import_feed", str(feed), "--supplier", "MEMORY", "--source", source]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--tenant", "bench"], cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _peak_megabytes(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return Measured(time.perf_counter() - began, peak)


def _peak_megabytes(pid: int) -> float:
    """The process's own peak; what wait4 tells would include this process, from which it was forked."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    peaks = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peaks[0].split()[1]) / 1024 if peaks else 0.0
