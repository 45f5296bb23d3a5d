"""Every real file of the corpus goes into one tenant: no crash, and the report's numbers are the database's."""

import json
from pathlib import Path

import pytest

from catalog.models import Offer
from core.errors import Refused
from imports.models import HeldRow, RowIssue
from imports.selectors import run_report
from productsmanager.embedded.paths import PROJECT_ROOT
from tests.factories.imports import imported

CORPUS = PROJECT_ROOT.parent / "shared" / "data" / "feeds"
TRUTH = CORPUS / "truth.json"
LARGEST = 3_000_000

pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason="the corpus of real feeds is not beside the project")


def readable_files() -> list[Path]:
    names = json.loads(TRUTH.read_text(encoding="utf-8"))
    names = [name for name in names if not name.startswith(("broken_", "hostile_"))]
    return [CORPUS / name for name in sorted(names) if (CORPUS / name).stat().st_size <= LARGEST]


def test_all_real_files_go_into_one_tenant(tenant_id):
    refused, offers = {}, 0
    for path in readable_files():
        try:
            run = imported(path.read_bytes(), tenant_id=tenant_id, supplier=path.stem[:40], name=path.name)
        except Refused as error:
            refused[path.name] = error.code
            continue
        assert (path.name, run.status, run.error_message) == (path.name, "completed", "")
        rows = run_report(run)["rows"]
        assert rows["read"] == sum(rows[name] for name in rows if name != "read"), path.name
        assert Offer.objects.filter(supplier_id=run.supplier_id).count() == rows["created"], path.name
        assert HeldRow.objects.filter(run=run).count() == rows["held"], path.name
        assert RowIssue.objects.filter(run=run, level="warning").count() == min(run.warnings, 10_000), path.name
        offers += rows["created"]
    assert Offer.objects.count() == offers > 1_000
    assert set(refused.values()) <= {"IMPORT_MAPPING_INCOMPLETE"}, refused
