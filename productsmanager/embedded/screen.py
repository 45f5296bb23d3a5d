"""What a person sees of the supervisor: events as lines, the table of services, the last word."""

import contextlib
import sys
import time

from productsmanager.embedded import paths
from productsmanager.embedded.state import Line, Status


def say(text: str) -> None:
    """Print a line; a terminal that was closed is no reason to stop half way."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def say_event(line: Line) -> None:
    """One line for one change of state."""
    again = f", restart {line.restarts}" if line.restarts else ""
    where = f"  (process {line.pid}{again})" if line.pid else ""
    say(f"{time.strftime('%H:%M:%S')}  {line.name:<11} {line.state}{where}")


def table(status: Status) -> str:
    """All services in one table."""
    rows = [("SERVICE", "STATE", "PROCESS", "RESTARTS", "LOG")]
    for line in status.services:
        log = paths.log_dir() / f"{line.name}.log"
        rows.append((line.name, line.state, str(line.pid or "-"), str(line.restarts), str(log)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
