"""A Redis that is away costs speed, never a request."""

import socket

import pytest

from core.cache import TolerantRedisCache

ANSWERS_OF_AN_ABSENT_REDIS = [
    ("get", ("key", "otherwise"), "otherwise"),
    ("set", ("key", 1), None),
    ("add", ("key", 1), False),
    ("touch", ("key", 10), False),
    ("delete", ("key",), False),
    ("has_key", ("key",), False),
    ("incr", ("key", 3), 3),
    ("decr", ("key", 3), -3),
    ("get_many", (["key"],), {}),
    ("set_many", ({"key": 1},), []),
    ("delete_many", (["key"],), None),
    ("get_or_set", ("key", lambda: 7), 7),
    ("clear", (), False),
]


@pytest.fixture
def absent(tmp_path):
    return TolerantRedisCache(f"unix://{tmp_path}/nothing.sock", {})


@pytest.fixture
def silent(tmp_path):
    """A Redis that takes calls and never answers; how many it has taken."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(tmp_path / "silent.sock"))
        listener.listen(16)
        listener.setblocking(False)
        options = {"socket_timeout": 0.05}
        yield TolerantRedisCache(f"unix://{tmp_path}/silent.sock", {"OPTIONS": options}), listener


def calls_taken(listener) -> int:
    taken = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return taken
        taken += 1


@pytest.mark.parametrize(("method", "arguments", "answer"), ANSWERS_OF_AN_ABSENT_REDIS)
def test_an_absent_redis_is_an_empty_cache(absent, method, arguments, answer):
    assert getattr(absent, method)(*arguments) == answer
    assert getattr(absent, method)(*arguments) == answer


def test_a_silent_redis_is_waited_for_once(silent):
    cache, listener = silent
    for _ in range(20):
        assert cache.get("key", "otherwise") == "otherwise"
    assert calls_taken(listener) == 1


def test_other_threads_do_not_wait_either(silent, tmp_path):
    cache, listener = silent
    cache.get("key")
    TolerantRedisCache(f"unix://{tmp_path}/silent.sock", {"OPTIONS": {"socket_timeout": 0.05}}).get("key")
    assert calls_taken(listener) == 1


def test_its_absence_is_told_once(silent, caplog):
    cache, _listener = silent
    for _ in range(3):
        cache.get("key")
    assert [record.message.split(",")[0] for record in caplog.records] == ["the cache does not answer"]


def test_a_redis_that_comes_back_is_used_again(redis_socket, caplog, monkeypatch):
    monkeypatch.setattr("core.cache.LEAST_PEACE_SECONDS", 0)
    monkeypatch.setattr("core.breaker.PEACE_PER_SECOND_LOST", 0)
    address = redis_socket.with_name("elsewhere.sock")
    cache = TolerantRedisCache(f"unix://{address}?db=0", {})
    cache.set("key", 1)
    address.symlink_to(redis_socket)
    try:
        cache.set("key", 2)
        assert cache.get("key") == 2
        assert caplog.records[-1].message == "the cache answers again"
    finally:
        address.unlink()


def test_a_present_redis_remembers(redis_socket):
    cache = TolerantRedisCache(f"unix://{redis_socket}?db=0", {})
    cache.set("key", {"a": 1})
    assert cache.get("key") == {"a": 1}
    cache.set("count", 1)
    assert cache.incr("count") == 2
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
