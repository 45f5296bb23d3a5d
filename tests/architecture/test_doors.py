"""Four doors: another app is entered by services, selectors, events, errors, or a named pure module."""

import ast

import pytest

from tests.architecture.sources import PACKAGES, ROOT, python_files

APPS = set(PACKAGES) - {"productsmanager", "core"}
DOORS = {"services", "selectors", "events", "errors"}
PURE = {
    "catalog.attributes",
    "catalog.barcodes",
    "catalog.drafts",
    "catalog.fields",
    "catalog.folding",
    "catalog.merging",
    "catalog.units",
    "suppliers.brake_limits",
    "suppliers.fetchers",
    "suppliers.folding",
}
CATCH_ALL = {"utils", "helpers", "common", "misc", "manager"}


def imported_modules(path):
    """Dotted names of everything the file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strange_doors(path):
    """Imports of another app's private modules."""
    own = path.relative_to(ROOT).parts[0]
    for name in imported_modules(path):
        app, _, rest = name.partition(".")
        door = rest.partition(".")[0]
        if app in APPS - {own} and door not in DOORS and ".".join(name.split(".")[:2]) not in PURE:
            yield name


OUTSIDE_WIRING = [path for path in python_files() if not path.is_relative_to(ROOT / "productsmanager")]


@pytest.mark.parametrize("path", OUTSIDE_WIRING, ids=lambda path: str(path.relative_to(ROOT)))
def test_other_apps_are_entered_by_their_doors(path):
    assert list(strange_doors(path)) == []


def test_services_never_import_tasks():
    services = [path for path in python_files() if "services" in str(path.relative_to(ROOT))]
    assert [path for path in services if any(".tasks" in name for name in imported_modules(path))] == []


def test_there_is_no_catch_all_module():
    assert [path for path in python_files() if path.stem in CATCH_ALL or path.parent.name in CATCH_ALL] == []


def test_files_stay_small():
    assert {path: n for path in python_files() if (n := len(path.read_text().splitlines())) > 500} == {}
