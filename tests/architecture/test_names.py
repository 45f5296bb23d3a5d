"""Names that can bite: package names that other distributions use too, ignored source folders, seven databases."""

import importlib
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.databases import alias_of, aliases
from core.fields import remote_keys

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("productsmanager", "core", "suppliers", "media", "catalog", "imports", "code2asin", "analytics")
DOORS = {"services", "selectors", "events", "errors"}


@pytest.mark.parametrize("name", PACKAGES)
def test_our_packages_win_over_installed_ones_of_the_same_name(name):
    package = importlib.import_module(name)
    assert Path(package.__file__).is_relative_to(ROOT)


def test_no_source_file_is_ignored_by_git():
    sources = [
        str(path.relative_to(ROOT))
        for name in (*PACKAGES, "templates", "tests", "locale")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".mo")
    ]
    answer = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        input="\n".join(sources),
        cwd=ROOT,
        text=True,
        capture_output=True,
    )
    assert answer.stdout == ""


def test_there_are_seven_databases_and_each_app_knows_its_own():
    assert set(settings.DATABASES) == set(aliases())
    assert len(aliases()) == 7
    assert alias_of("auth") == alias_of("core") == alias_of("django_celery_beat") == "default"
    assert {alias_of(name) for name in PACKAGES[2:]} == set(PACKAGES[2:])


def test_no_foreign_key_crosses_a_database_border():
    crossing = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model
        and alias_of(field.related_model._meta.app_label) != alias_of(model._meta.app_label)
    ]
    assert crossing == []


def test_every_tenant_owned_table_has_a_remote_key_to_its_tenant():
    owners = {key.model for key in remote_keys() if key.name == "tenant_id"}
    from core.base import TenantModel

    assert {model for model in apps.get_models() if issubclass(model, TenantModel)} <= owners


def test_no_template_context_may_be_called_media():
    from tests.architecture.sources import python_files

    offenders = [path for path in python_files() if '"media":' in path.read_text() and "views" in path.name]
    assert offenders == []
