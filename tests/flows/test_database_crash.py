"""PostgreSQL is killed in the middle of an import: what was committed is there, and the run goes on."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from productsmanager.embedded.paths import PROJECT_ROOT, environment_name
from productsmanager.embedded.postgres import SETTINGS
from productsmanager.embedded.processes import stop
from tests import databases
from tests.factories.imports import feed_csv

ROWS = 6_000

TENANT = """
INSERT INTO core_tenant (id, name, slug, is_active, created_at, updated_at)
VALUES (gen_random_uuid(), 'T', 't', true, now(), now())
"""
STATUS = "SELECT status FROM imports_importrun"
GO_ON = """
from django.utils import timezone
from core.tenancy import every_tenant, tenant_scope
from imports.models import ImportRun
from imports.services import execute_run
with every_tenant():
    run = ImportRun.objects.first()
    past = timezone.now() - timezone.timedelta(seconds=1)
    ImportRun.objects.filter(pk=run.pk).update(next_attempt_at=None)
    ImportRun.objects.filter(pk=run.pk, status="processing").update(lease_until=past)
with tenant_scope(run.tenant_id):
    execute_run(run.pk)
"""


class Product:
    """The product's programs on a PostgreSQL of their own that may be killed; it keeps to its commits (fsync)."""

    def __init__(self, server: databases.TestServer, urls: dict[str, str], var) -> None:
        self.server = server
        self.environment = {
            **os.environ,
            **urls,
            "PM_VAR": str(var),
            "IMPORT_CHUNK_ROWS": "250",
            "DJANGO_SETTINGS_MODULE": "productsmanager.settings.test",
        }

    def python(self, script: str) -> None:
        command = [sys.executable, "-c", f"import django; django.setup()\n{script}"]
        subprocess.run(command, env=self.environment, cwd=PROJECT_ROOT, capture_output=True, check=True)

    def sql(self, database: str, statement: str) -> list:
        with psycopg.connect(self.environment[environment_name(database)]) as connection:
            cursor = connection.execute(statement)
            return list(cursor.fetchall()[0]) if cursor.description else []

    def confirmed(self) -> int:
        """Offers that the run's last checkpoint vouches for."""
        return self.sql("db_imports", "SELECT coalesce(max(rows_created), 0) FROM imports_importrun")[0]

    def offers(self) -> int:
        return self.sql("db_catalog", "SELECT count(*) FROM catalog_offer")[0]

    def start_import(self, feed) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", "import_feed", str(feed), "--supplier", "ACME", "--tenant", "t"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=self.environment, cwd=PROJECT_ROOT, **quiet)

    def kill_database(self) -> None:
        pid = (self.server.cluster.data.resolve() / "postmaster.pid").read_text().split()[0]
        os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.5)

    def start_database(self) -> "subprocess.Popen[bytes]":
        log = self.server.root / "postgres-again.log"
        process = self.server.cluster.start(log=log)
        self.server.cluster.wait_until_ready(process, log=log)
        return process


@pytest.fixture
def product(tmp_path, installation_folder):
    settings = {**SETTINGS, "shared_buffers": "64MB"}
    with databases.running_server(settings=settings) as server:
        yield Product(server, server.clone("crash"), tmp_path / "var")


def test_no_committed_row_is_lost_and_the_run_goes_on(product, tmp_path):
    feed = tmp_path / "feed.csv"
    feed.write_bytes(feed_csv(ROWS))
    product.sql("db_core", TENANT)
    running = product.start_import(feed)
    confirmed = 0
    while confirmed < ROWS // 4:
        assert running.poll() is None, "the import ended before the database was killed"
        confirmed = product.confirmed()
    product.kill_database()
    process = product.start_database()
    try:
        running.wait(timeout=60)
        assert product.offers() >= confirmed
        assert product.sql("db_imports", STATUS)[0] in ("pending", "processing")
        product.python(GO_ON)
        assert (product.confirmed(), product.offers()) == (ROWS, ROWS)
        assert product.sql("db_imports", STATUS) == ["completed"]
    finally:
        stop(process, with_signal=signal.SIGINT, grace=30)
