"""A broker that is away holds up nobody: the task is left to the next look at due work."""

import socket

import pytest

from core.breaker import Breaker
from core.jobs import enqueue, queue
from productsmanager.embedded import paths
from tests.servers import empty_redis

TASK = "core.tasks.report_orphans"


@pytest.fixture
def broker_at(monkeypatch):
    """Points the queue at a socket; with a breaker of this test's own."""

    def point(path) -> None:
        address = paths.celery_notation(paths.redis_database(paths.redis_url(socket=path), number=1))
        monkeypatch.setenv("CELERY_BROKER_URL", address)

    monkeypatch.setattr(queue, "breaker", Breaker("the queue", at_least=60))
    monkeypatch.setattr(queue, "TIME_LIMITS", {**queue.TIME_LIMITS, "socket_timeout": 0.05})
    return point


def calls_taken(listener) -> int:
    taken = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return taken
        taken += 1


def test_an_absent_broker_is_tried_once(broker_at, tmp_path, monkeypatch):
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda _seconds: pytest.fail("waited for an absent broker"))
    broker_at(tmp_path / "nothing.sock")
    assert [enqueue(TASK) for _ in range(3)] == [False, False, False]
    assert not queue.breaker.allows()


def test_a_silent_broker_is_waited_for_once(broker_at, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(tmp_path / "silent.sock"))
        listener.listen(16)
        listener.setblocking(False)
        broker_at(tmp_path / "silent.sock")
        assert enqueue(TASK) is False
        first = calls_taken(listener)
        assert [enqueue(TASK) for _ in range(5)] == [False] * 5
        assert (first > 0, calls_taken(listener)) == (True, 0)


def test_a_broker_that_answers_takes_it(broker_at, redis_socket):
    broker_at(redis_socket)
    assert enqueue(TASK, queue="exports")
    assert queue.breaker.allows()
    empty_redis(redis_socket)
