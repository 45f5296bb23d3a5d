"""The register of acts: every code that is used is registered, every registered one is used and documented."""

import ast
import re
from collections import Counter
from functools import cache

from core.audit import ACTS, Category
from tests.architecture.sources import ROOT, python_files

DOCUMENT = ROOT / "docs" / "audit.md"
RECORDERS = {"record", "note_act", "note_edit", "note_statuses", "_note", "_record"}
CODE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


@cache
def trees():
    return [ast.parse(path.read_text()) for path in python_files()]


def called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_registration(node):
    return isinstance(node, ast.Call) and called(node) == "Act"


def outside_of_registrations(tree):
    """All nodes but those that make an act known."""
    if is_registration(tree):
        return
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from outside_of_registrations(child)


def recorded_codes():
    """Codes written into calls that record."""
    for node in (node for tree in trees() for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and called(node) in RECORDERS:
            values = [part.value for given in node.args for part in ast.walk(given) if isinstance(part, ast.Constant)]
            yield from (value for value in values if isinstance(value, str) and CODE.fullmatch(value))


def constants():
    """Names of module constants that hold a code -> the code."""
    found = {}
    for tree in trees():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value in ACTS:
                found |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
    return found


def used_codes():
    """Codes that occur anywhere but in their registration, by themselves or by the name of a constant."""
    named = constants()
    for tree in trees():
        for node in outside_of_registrations(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in named:
                yield named[node.id]
            elif isinstance(node, ast.Constant) and node.value in ACTS:
                yield node.value


def test_every_code_that_is_recorded_is_registered():
    assert set(recorded_codes()) - set(ACTS) == set()


def test_every_registered_code_is_used():
    uses = Counter(used_codes())
    # A constant's definition is not yet a use.
    uses.subtract(constants().values())
    assert [code for code in ACTS if uses[code] < 1] == []


def test_every_act_has_a_category_and_a_text():
    assert {act.category for act in ACTS.values()} <= set(Category)
    assert [code for code, act in ACTS.items() if code != act.code or not str(act.text)] == []


def test_the_document_lists_exactly_the_acts():
    written = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    wanted = [f"| `{code}` | {act.category.value} | {act.text} |" for code, act in sorted(ACTS.items())]
    assert written == wanted, "docs/audit.md needs these rows:\n" + "\n".join(wanted)
