"""`make bench [NAME=imports]`: runs `figures()` of the modules beside this one, on a durable cluster of its own.

A benchmark is a module with a docstring and `figures() -> list[Figure]`. Each runs in a process of its own, with
Django set up on seven fresh databases. Results go to var/bench/; with --record also into docs/benchmarks.md.
"""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import django

from productsmanager.embedded.paths import PROJECT_ROOT
from productsmanager.embedded.postgres import SETTINGS
from tests.benchmarks.figures import Figure, table
from tests.databases import running_server

PACKAGE = "tests.benchmarks"
NOT_BENCHMARKS = {"__main__", "figures"}
RECORD = PROJECT_ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """Run the one that was named, or all of them, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="make bench", description="Run the benchmarks.")
    parser.add_argument("name", nargs="?", help=f"one of: {', '.join(names())}")
    parser.add_argument("--record", action="store_true", help=f"also write {RECORD.relative_to(PROJECT_ROOT)}")
    arguments = parser.parse_args()
    if arguments.name is None:
        again = [sys.executable, "-m", PACKAGE, *(["--record"] if arguments.record else [])]
        return max((subprocess.run([*again, name], check=False).returncode for name in names()), default=0)
    if arguments.name not in names():
        parser.error(f"no benchmark is called {arguments.name!r}: there are {', '.join(names())}")
    run(arguments.name, record=arguments.record)
    return 0


def names() -> list[str]:
    """The benchmarks that exist."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name for module in found if module.name not in NOT_BENCHMARKS)


def run(name: str, *, record: bool) -> None:
    """Run one benchmark in this process, print and keep its table."""
    with running_server(settings=SETTINGS) as server, tempfile.TemporaryDirectory(prefix="pm-bench-") as var:
        os.environ.update(server.clone("bench"), PM_VAR=var, DJANGO_SETTINGS_MODULE="productsmanager.settings.test")
        django.setup()
        module = importlib.import_module(f"{PACKAGE}.{name}")
        figures: list[Figure] = module.figures()
    text = f"{(module.__doc__ or name).strip()}\n\n{machine()}\n\n{table(figures)}\n"
    sys.stdout.write(f"\n## {name}\n\n{text}")
    _keep(name, figures=figures, text=text)
    if record:
        _record(name, text=text)


def machine() -> str:
    """One line: when and on what."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    python = platform.python_version()
    return (
        f"{now}, {os.cpu_count()} cores, {pages * size / 1024**3:.0f} GB, {platform.machine()}, "
        f"Python {python}, load {os.getloadavg()[0]:.1f}"
    )


def _keep(name: str, *, figures: list[Figure], text: str) -> None:
    folder = PROJECT_ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    content = [asdict(figure) for figure in figures]
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1), encoding="utf-8")


def _record(name: str, *, text: str) -> None:
    """Replace the benchmark's section of the document, or add it at the end."""
    document = RECORD.read_text(encoding="utf-8") if RECORD.exists() else "# Benchmarks\n"
    section = f"## {name}\n\n{text}"
    present = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if present.search(document):
        document = present.sub(lambda _match: f"{section}\n", document)
    else:
        document = f"{document.rstrip()}\n\n{section}"
    RECORD.write_text(f"{document.rstrip()}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
