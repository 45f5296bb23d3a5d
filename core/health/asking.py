"""Asking the parts side by side, each for a bounded time: one that hangs must not hang who asks.

A question that is under way, or was answered a moment ago, is not asked again: anybody may call the health addresses,
and none of their calls may cost more than one connection a second to each part.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

logger = logging.getLogger(__name__)
T = TypeVar("T")
SECONDS = 2.5
FRESH_SECONDS = 1.0
# A question that never comes back is given up, and asked anew, after so long.
GIVEN_UP_SECONDS = 30.0
_lock = threading.Lock()
_under_way: dict[str, "_Question[Any]"] = {}


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The value, or None for a part that is away; `milliseconds` it took."""

    value: T | None = None
    milliseconds: float | None = None

    @property
    def works(self) -> bool:
        """Whether the part answered."""
        return self.milliseconds is not None


class _Question(Generic[T]):
    def __init__(self, name: str, read: Callable[[], T]) -> None:
        self._read = read
        self._began = time.monotonic()
        self._ended = 0.0
        self._answer: Answer[T] = Answer()
        self._done = threading.Event()
        # A daemon: a part that hangs must not keep the process from stopping either.
        threading.Thread(target=self._ask, name=f"health-{name}", daemon=True).start()

    @property
    def is_useful(self) -> bool:
        now = time.monotonic()
        if self._done.is_set():
            return now - self._ended < FRESH_SECONDS
        return now - self._began < GIVEN_UP_SECONDS

    def answer(self, *, until: float) -> Answer[T]:
        self._done.wait(max(0.0, until - time.monotonic()))
        return self._answer

    def _ask(self) -> None:
        try:
            value = self._read()
        except Exception as error:  # whatever it is, the part does not work
            logger.info("%s: %s", threading.current_thread().name, error)
        else:
            self._answer = Answer(value, round((time.monotonic() - self._began) * 1000, 1))
        self._ended = time.monotonic()
        self._done.set()


def ask(questions: Mapping[str, Callable[[], T]], *, seconds: float = SECONDS) -> dict[str, Answer[T]]:
    """Name -> answer, after at most so many seconds; who raised or has not answered by then is away."""
    until = time.monotonic() + seconds
    with _lock:
        asked = {name: _asked(name, read) for name, read in questions.items()}
    return {name: question.answer(until=until) for name, question in asked.items()}


def ask_one(name: str, read: Callable[[], T], *, seconds: float = SECONDS) -> Answer[T]:
    """The answer to one question."""
    return ask({name: read}, seconds=seconds)[name]


def forget() -> None:
    """Ask everything anew."""
    with _lock:
        _under_way.clear()


def _asked(name: str, read: Callable[[], T]) -> "_Question[T]":
    question = _under_way.get(name)
    if question is None or not question.is_useful:
        question = _under_way[name] = _Question(name, read)
    return question
