"""Signals of the supervisor: they only set a mark and wake the loop, so that nothing is interrupted half way."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Any

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or a closed terminal asked the supervisor to stop."""


class Interrupts:
    """While entered, counts the requests to stop and wakes `wait` for them and for children that end."""

    def __init__(self) -> None:
        self.requests = 0
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else _pipe()
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "Interrupts":
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            self._former[number] = signal.signal(number, self._count)
        self._former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal comes or the time is over."""
        if select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 4096)

    def check(self) -> None:
        """Raise StopRequested once somebody asked to stop."""
        if self.requests:
            raise StopRequested

    def in_a_hurry(self) -> bool:
        """Whether somebody asked more than once."""
        return self.requests > 1

    def _count(self, number: int, frame: FrameType | None) -> None:
        self.requests += 1


def _pipe() -> tuple[int, int]:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    return reader, writer
