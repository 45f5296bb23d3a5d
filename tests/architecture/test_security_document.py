"""docs/security.md names a test for each promise; the tests are there."""

import ast
import re

import pytest

from tests.databases import ROOT

DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in DOCUMENT.splitlines() if line.startswith("|") and line.count("|") == 4]
PROMISES = [row for row in ROWS if not re.match(r"\|(---|\s*Promise)", row)]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row.split("|")[1].strip())
def test_each_promise_has_its_test(row):
    file, name = NAMED.search(row.split("|")[3]).groups()
    assert (ROOT / file).exists()
    assert name is None or name in functions(ROOT / file)


def test_there_are_promises():
    assert len(PROMISES) > 30
