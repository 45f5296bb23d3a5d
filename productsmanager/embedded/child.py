"""One service under supervision: started, watched, started again within a budget."""

import subprocess
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.logs import end_of, keep_small
from productsmanager.embedded.processes import kill_group, stop
from productsmanager.embedded.services import Service
from productsmanager.embedded.state import Line

BUDGET = 5
BUDGET_SECONDS = 60
REST_SECONDS = 60
STOP_SECONDS_BEFORE_READY = 3


class State(StrEnum):
    """What a service is doing."""

    STARTING = "starting"
    READY = "ready"
    RESTING = "resting"
    STOPPED = "stopped"


class Child:
    """A service and its present process."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.state = State.STOPPED
        self.process: subprocess.Popen[bytes] | None = None
        self.restarts = 0
        self._was_ready = False
        self._started_at = 0.0
        self._log_start = 0
        self._deaths: deque[float] = deque(maxlen=BUDGET)

    def start(self) -> None:
        """Start the process; its readiness shows in later looks."""
        keep_small(self.service.log)
        self._log_start = self.service.log.stat().st_size if self.service.log.exists() else 0
        self._started_at = time.monotonic()
        self.process = self.service.start(self.service.log)
        self.state = State.STARTING

    def look(self) -> bool:
        """Notice what happened since the last look, start again what died; True when the state changed."""
        before = (self.state, self.restarts)
        if self.state is State.RESTING:
            self._start_after_rest()
        elif self.process and self.process.poll() is not None:
            self._restart()
        elif self.state is State.STARTING:
            self._check_start()
        elif self.state is State.READY and self.service.is_lost():
            self._start_anew()
        return before != (self.state, self.restarts)

    def stop(self, *, hurry: Callable[[], bool]) -> bool:
        """Stop in the service's own way; True when nothing had to be killed."""
        process, self.process = self.process, None
        self.state = State.STOPPED
        if process is None:
            return True
        grace = self.service.stop_seconds if self._was_ready else STOP_SECONDS_BEFORE_READY
        return stop(process, with_signal=self.service.stop_signal, grace=grace, hurry=hurry)

    def line(self) -> Line:
        """The state for the screen."""
        return Line(self.service.name, self.state, self.process.pid if self.process else None, self.restarts)

    def _check_start(self) -> None:
        if self.service.is_ready():
            self.state, self._was_ready = State.READY, True
        elif time.monotonic() - self._started_at > self.service.start_seconds:
            self._give_up_or_kill()

    def _give_up_or_kill(self) -> None:
        if not self._was_ready:
            raise EmbeddedError(self._why(f"gave no sign of life within {self.service.start_seconds:.0f} s"))
        if self.process:
            kill_group(self.process.pid)

    def _restart(self) -> None:
        """Kill what is left of the group (it may hold the port), then start again, or rest when it dies too often."""
        assert self.process
        kill_group(self.process.pid)
        if not self._was_ready:
            raise EmbeddedError(self._why(f"ended during its start with status {self.process.returncode}"))
        now = time.monotonic()
        self._deaths.append(now)
        self.restarts += 1
        if len(self._deaths) == BUDGET and now - self._deaths[0] < BUDGET_SECONDS:
            self.state, self.process = State.RESTING, None
        else:
            self.start()

    def _start_anew(self) -> None:
        self.stop(hurry=lambda: False)
        self.restarts += 1
        self.start()

    def _start_after_rest(self) -> None:
        if time.monotonic() - self._deaths[-1] > REST_SECONDS:
            self.start()

    def _why(self, what: str) -> str:
        tail = "\n".join(f"    {line}" for line in end_of(self.service.log, start=self._log_start))
        return f"{self.service.name} {what}. The end of {self.service.log}:\n{tail}"
