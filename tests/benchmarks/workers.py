"""Workers: one large import by one Celery worker, then by two, with real workers, queue and Redis.

Each import goes into empty tables, from the confirmed mapping to the report. Floor of the two: the one.
"""

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from core.databases import connection_of
from core.jobs import JobStatus
from core.models import Tenant
from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.services import start_run
from tests import servers
from tests.benchmarks.figures import Figure, Measured
from tests.factories.imports import confirmed, uploaded, write_feed

ROWS = int(os.environ.get("PM_BENCH_MANY_ROWS", "1000000"))
LONGEST_SECONDS = 3600
TABLES = "catalog_product, catalog_offer, catalog_change"


def figures() -> list[Figure]:
    """The same feed by one and by two workers."""
    with tempfile.TemporaryDirectory(prefix="pm-workers-") as name, servers.running_redis(Path(name)) as socket:
        broker = servers.redis_environment(socket)
        os.environ.update(broker)
        tenant = Tenant.objects.create(name="Bench", slug="bench")
        with tenant_scope(tenant.pk):
            feed = write_feed(Path(name) / "feed.csv", ROWS)
            one = _imported(feed, tenant.pk, broker=broker, workers=1)
            two = _imported(feed, tenant.pk, broker=broker, workers=2)
    return [
        Figure("one worker", ROWS, one),
        Figure("two workers (floor: one)", ROWS, two, one, bar="< 1 x floor"),
    ]


def _imported(feed: Path, tenant_id: UUID, *, broker: dict[str, str], workers: int) -> Measured:
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
    run = confirmed(uploaded(feed.read_bytes(), tenant_id=tenant_id, supplier=f"BY-{workers}", name=feed.name))
    with ExitStack() as stack:
        for number in range(workers):
            folder = feed.parent / f"{workers}-{number}"
            folder.mkdir()
            worker = servers.worker_server(folder, environment=broker)
            worker.start()
            stack.callback(worker.kill)
        began = time.perf_counter()
        start_run(run, by=None)
        servers.wait_until(lambda: _is_over(run), what=f"the import by {workers} workers", seconds=LONGEST_SECONDS)
        seconds = time.perf_counter() - began
    run.refresh_from_db()
    if run.status != JobStatus.COMPLETED or run.counts["created"] != ROWS:
        raise RuntimeError(f"{run.status} {run.error_message} {run.counts}, expected {ROWS} created")
    return Measured(seconds, 0.0)


def _is_over(run: ImportRun) -> bool:
    return ImportRun.objects.exclude(status__in=(JobStatus.PENDING, JobStatus.PROCESSING)).filter(pk=run.pk).exists()
