"""The house rules bite: each is broken once, in a copy, to see it fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

BIN = Path(sys.executable).parent

BROKEN = {
    "bare atomic": ("from django.db import transaction\n", "TID251"),
    "bare atomic function": ("from django.db.transaction import atomic\n", "TID251"),
    "own HTTP": ("import httpx\n", "TID251"),
    "own CSV": ("import csv\n", "TID251"),
    "guardian": ("from guardian.shortcuts import assign_perm\n", "TID251"),
    "beat models": ("from django_celery_beat.models import PeriodicTask\n", "TID251"),
    "pillow": ("from PIL import Image\n", "TID251"),
    "openai": ("import openai\n", "TID251"),
    "scopes off": ("from django_scopes import scopes_disabled\n", "TID251"),
    "print": ("print('here')\n", "T201"),
}


@pytest.mark.parametrize(("source", "rule"), BROKEN.values(), ids=BROKEN)
def test_ruff_refuses(source, rule):
    command = [BIN / "ruff", "check", "--output-format=concise", "--stdin-filename=catalog/broken.py", "-"]
    answer = subprocess.run(command, input=source, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 1
    assert rule in answer.stdout


UPWARD_OR_SIDEWAYS = [
    ("core", "catalog"),
    ("catalog", "imports"),
    ("suppliers", "media"),
    ("code2asin", "imports"),
    ("imports", "analytics"),
]


@pytest.mark.parametrize(("importer", "imported"), UPWARD_OR_SIDEWAYS)
def test_the_layers_contract_refuses(tmp_path, importer, imported):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    (tmp_path / importer / "broken.py").write_text(f"import {imported}\n")
    environment = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [BIN / "lint-imports", "--no-cache"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert answer.returncode == 1
    assert f"{importer}.broken -> {imported}" in answer.stdout
