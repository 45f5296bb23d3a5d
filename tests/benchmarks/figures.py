"""What a benchmark reports: the product beside the floor and the peer, measured in the same run on the same data."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Measured:
    """One piece of work: its time and the highest memory of the process while it ran."""

    seconds: float
    peak_megabytes: float


@dataclass(frozen=True)
class Figure:
    """One line of the table; `floor` is the physical limit, `peer` the usual way, `bar` what has to be reached."""

    work: str
    rows: int
    product: Measured
    floor: Measured | None = None
    peer: Measured | None = None
    peer_rows: int | None = None
    bar: str = ""

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.product.seconds

    @property
    def times_the_floor(self) -> float | None:
        """The product's time divided by the floor's."""
        return self.product.seconds / self.floor.seconds if self.floor else None

    @property
    def times_the_peer(self) -> float | None:
        """How many times more rows a second than the peer, which may have run on fewer rows."""
        if not self.peer:
            return None
        return self.rows_per_second / ((self.peer_rows or self.rows) / self.peer.seconds)


def measure(work: Callable[[], Result]) -> tuple[Measured, Result]:
    """Run the work once; its time, its peak memory (Linux; else 0) and its result."""
    gc.collect()
    _forget_peak()
    began = time.perf_counter()
    result = work()
    return Measured(time.perf_counter() - began, _peak_megabytes()), result


def _forget_peak() -> None:
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")


def _peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    head = ["Work", "Rows", "Seconds", "Rows/s", "Peak MB", "Floor s", "Product / floor", "Faster than peer", "Bar"]
    rows = [head, ["---"] * len(head), *([*_cells(figure)] for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def _cells(figure: Figure) -> list[str]:
    return [
        figure.work,
        f"{figure.rows:,}",
        f"{figure.product.seconds:.2f}",
        f"{figure.rows_per_second:,.0f}",
        f"{figure.product.peak_megabytes:.0f}",
        f"{figure.floor.seconds:.2f}" if figure.floor else "-",
        f"{figure.times_the_floor:.2f} x" if figure.times_the_floor is not None else "-",
        f"{figure.times_the_peer:.1f} x" if figure.times_the_peer is not None else "-",
        figure.bar,
    ]
