"""What a worker loads before it forks starts no threads of polars: a child without them waits for ever."""

import subprocess
import sys
from pathlib import Path

import pytest

LOADED = """
import os, django
django.setup()
from productsmanager.celery import app
app.loader.import_default_modules()
import productsmanager.urls
names = [open(f"/proc/self/task/{thread}/comm").read().strip() for thread in os.listdir("/proc/self/task")]
print(sorted(name for name in names if name.startswith("polars-") and name[7:].isdecimal()))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the threads are read from /proc")
def test_nothing_computes_with_polars_while_it_is_imported():
    ended = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("[]", 0), ended.stderr[-2000:]
