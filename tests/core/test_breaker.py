"""A part that is away costs its time-out once, not with every call."""

import contextlib

import pytest

from core import breaker
from core.breaker import Breaker


class Clock:
    """A monotonic clock that stands still until it is told to go on."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(breaker, "time", clock)
    return clock


def fail(part: Breaker, clock: Clock, *, after: float = 0) -> None:
    with contextlib.suppress(OSError), part.watching(OSError):
        clock.now += after
        raise OSError("away")


def test_a_part_that_answers_is_always_asked(clock):
    part = Breaker("it")
    with part.watching(OSError):
        pass
    assert part.allows()


def test_a_slow_failure_buys_peace_for_all_but_one(clock):
    part = Breaker("it")
    fail(part, clock, after=2)
    assert not part.allows()
    clock.now += 9.9
    assert not part.allows()
    clock.now += 0.2
    assert [part.allows() for _ in range(3)] == [True, False, False]


def test_a_refusal_is_tried_again_at_once_unless_told_otherwise(clock):
    quick, patient = Breaker("it"), Breaker("it", at_least=1)
    fail(quick, clock)
    fail(patient, clock)
    assert quick.allows()
    assert not patient.allows()


def test_an_answer_opens_it_for_all(clock):
    part = Breaker("it")
    fail(part, clock, after=2)
    clock.now += 11
    assert part.allows()
    part.worked()
    assert [part.allows() for _ in range(3)] == [True, True, True]


def test_an_error_of_another_kind_is_an_answer(clock):
    part = Breaker("it")
    with pytest.raises(ValueError, match="odd"), part.watching(OSError):
        raise ValueError("odd")
    assert part.allows()


def test_a_long_absence_is_told_once_a_minute(clock, caplog):
    part = Breaker("the thing")
    for _ in range(10):
        fail(part, clock, after=10)
    part.worked()
    told = [record.message for record in caplog.records]
    assert told == [*["the thing does not answer, going on without it: away"] * 2, "the thing answers again"]
