"""Fuzzing: damaged files of every format through recognition, preview and reading; no crash, no hang, memory bounded.

An input is a real feed (or one of our own) with one to six mutations. Each is read or refused with a sentence; anything
else ends this benchmark with an error. PM_FUZZ_INPUTS sets how many inputs a format gets (100,000), PM_FUZZ_FIRST the
number of the first, PM_FUZZ_FORMS which formats. `peak MB` is that of the process which read them all.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from productsmanager.embedded.paths import PROJECT_ROOT
from tests.benchmarks.figures import Figure, Measured
from tests.fuzzing.seeds import FORMS, seeds_of

INPUTS = int(os.environ.get("PM_FUZZ_INPUTS", "100000"))
FIRST = int(os.environ.get("PM_FUZZ_FIRST", "0"))
CHOSEN = os.environ.get("PM_FUZZ_FORMS", " ".join(FORMS)).split()
MOST_MEGABYTES = 700
# No single input may take the memory of the machine with it: the worker is killed first, and its input is known.
ADDRESS_SPACE = 8 * 1024**3


def figures() -> list[Figure]:
    """One line a format: inputs per second, and the highest memory."""
    return [_fuzzed(form) for form in CHOSEN if seeds_of(form)]


def _fuzzed(form: str) -> Figure:
    began, number, peak, defects = time.perf_counter(), FIRST, 0.0, []
    while number < FIRST + INPUTS:
        with tempfile.TemporaryDirectory(prefix="pm-fuzz-", dir=_fast_folder()) as folder:
            found, memory, killer = _read(form, number, FIRST + INPUTS - number, Path(folder))
        defects += found
        peak = max(peak, memory)
        if killer is None:
            break
        defects.append(f"input {killer} killed the worker")
        number = killer + 1
    if peak > MOST_MEGABYTES:
        defects.append(f"{peak:.0f} MB at the peak, at most {MOST_MEGABYTES} are allowed")
    if defects:
        raise RuntimeError(f"{form}: {len(defects)} defects: " + "; ".join(defects[:20]))
    measured = Measured(time.perf_counter() - began, peak)
    return Figure(f"damaged {form} files", INPUTS, measured, bar=f"no defect, <= {MOST_MEGABYTES} MB")


def _read(form: str, first: int, count: int, folder: Path) -> tuple[list[str], float, int | None]:
    """Have a worker read the inputs; the defects, its peak in MB, and the input that killed it."""
    command = [sys.executable, "-m", "tests.fuzzing.worker", form, str(first), str(count), str(folder)]
    with (folder / "out").open("w+") as out, (folder / "err").open("w") as err:
        child = subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=out, stderr=err, preexec_fn=_limited)
        _pid, status, usage = os.wait4(child.pid, 0)
        out.seek(0)
        told = [json.loads(line) for line in out]
    defects = [f"input {each['input']}: {each['error']} at {each['at']}" for each in told]
    killer = int((folder / "present").read_text()) if status != 0 else None
    return defects, usage.ru_maxrss / 1024, killer


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
