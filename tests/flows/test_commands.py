"""import_feed and import_undo."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from imports.models import ImportRun
from tests.factories.imports import feed_csv


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(feed_csv(30))
    return path


def run_command(capsys, *arguments):
    call_command(*map(str, arguments))
    return capsys.readouterr().out


def test_a_file_is_imported_and_undone(people, tenant_id, feed, capsys):
    slug = people.tenant.slug
    out = run_command(capsys, "import_feed", feed, "--supplier", "ACME", "--tenant", slug)
    assert "rows read               30" in out
    assert Product.objects.count() == 30
    out = run_command(capsys, "import_undo", ImportRun.objects.get().pk)
    assert "removed products: 30" in out
    assert Product.objects.count() == 0


def test_a_dry_run_changes_nothing(people, tenant_id, feed, capsys):
    out = run_command(
        capsys, "import_feed", feed, "--supplier", "ACME", "--tenant", people.tenant.slug, "--dry-run", "--json"
    )
    assert json.loads(out)["rows"]["created"] == 30
    assert Product.objects.count() == 0


def test_a_mapping_can_be_given(people, tenant_id, feed, tmp_path, capsys):
    mapping = tmp_path / "mapping.json"
    fields = {"supplier_sku": {"column": "Référence"}, "title": {"column": "Description"}}
    mapping.write_text(json.dumps({"fields": fields}), encoding="utf-8")
    run_command(capsys, "import_feed", feed, "--supplier", "A", "--tenant", people.tenant.slug, "--mapping", mapping)
    assert Product.objects.first().title.startswith("Une description")
    assert ImportRun.objects.get().mapping_origin == "given"


def test_a_refused_file_has_its_own_status(people, tenant_id, tmp_path):
    page = tmp_path / "feed.csv"
    page.write_text("<!DOCTYPE html><html><body>Login</body></html>", encoding="utf-8")
    with pytest.raises(CommandError, match="refused") as refused:
        call_command("import_feed", str(page), "--supplier", "A", "--tenant", people.tenant.slug)
    assert refused.value.returncode == 3
    assert Product.objects.count() == 0


def test_what_is_missing_is_said(people, tenant_id, feed, tmp_path):
    with pytest.raises(CommandError, match="Name the organisation"):
        call_command("import_feed", str(feed), "--supplier", "A")
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_feed", str(tmp_path / "no.csv"), "--supplier", "A", "--tenant", people.tenant.slug)
    with pytest.raises(CommandError, match="no such run"):
        call_command("import_undo", "00000000-0000-4000-8000-000000000000")
