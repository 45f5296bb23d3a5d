"""The importer's eyes on real supplier feeds: the bars of recognition and mapping."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.corpus.expected import REFUSED, REPORTED
from tests.corpus.measure import Result, measure, print_table, shares, total_mapping
from tests.corpus.truth import ABSENT, FOLDER

pytestmark = pytest.mark.skipif(not (FOLDER / "truth.json").exists(), reason=ABSENT)

BARS = {
    "format": 1.0,
    "encoding": 0.95,
    "delimiter": 0.95,
    "sheet": 0.95,
    "header_row": 0.95,
    "record_path": 0.95,
    "row_count": 0.95,
    "valid_gtin_rows": 0.97,
}
MOST_SECONDS, MOST_MEGABYTES = 5, 1024  # seconds of the process's own work: other load must not fail the test
ROOT = Path(__file__).resolve().parents[2]
INSPECT = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.test")
import django
django.setup()
from pathlib import Path
import json, time
from imports.feeds.inspection import inspect
started = time.process_time()
answer = inspect(Path(sys.argv[1])).to_json()
seconds = time.process_time() - started
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(json.dumps({"answer": answer, "peak": peak, "seconds": seconds}))
"""


@cache
def results() -> list[Result]:
    found = measure()
    print_table(found)
    return found


@pytest.mark.parametrize(("key", "bar"), BARS.items())
def test_recognition_reaches_its_bar(key, bar):
    assert shares(results())[key] >= bar


def test_mapping_reaches_its_bars():
    mapping = total_mapping(results())

    assert mapping.precision >= 0.95, mapping.notes
    assert mapping.recall >= 0.85, mapping.notes


@pytest.mark.parametrize("name", [*REFUSED, *REPORTED])
def test_broken_and_hostile_files_behave_in_time_and_memory(name):
    command = [sys.executable, "-c", INSPECT, str(FOLDER / name)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    outcome = json.loads(done.stdout)
    answer = outcome["answer"]

    if name in REFUSED:
        assert answer["error"]["code"] in REFUSED[name]
        assert answer["error"]["message"]
    else:
        rows, named = REPORTED[name]
        assert (answer["error"], answer["row_count"]) == (None, rows)
        assert set(named) <= {warning["row"] for warning in answer["warnings"]}
    assert outcome["seconds"] < MOST_SECONDS
    assert outcome["peak"] / 1024 < MOST_MEGABYTES
