"""`python -m productsmanager.embedded.celery_process worker|beat ...`: Celery that says in a file when it is ready."""

import os
import sys
from pathlib import Path
from typing import Any

from celery.signals import beat_init, worker_ready

from productsmanager.celery import app


def announce(**_arguments: Any) -> None:
    """Make the file that PM_READY_FILE names: the supervisor waits for it."""
    if name := os.environ.get("PM_READY_FILE"):
        Path(name).touch()


def main() -> None:
    """Hand the arguments to Celery, with the announcement connected."""
    worker_ready.connect(announce, weak=False)
    beat_init.connect(announce, weak=False)
    app.start(argv=sys.argv[1:])


if __name__ == "__main__":
    main()
