"""A Redis that is away costs speed, never a request."""

from core.cache import TolerantRedisCache


def test_an_absent_redis_is_an_empty_cache(tmp_path):
    cache = TolerantRedisCache(f"unix://{tmp_path}/nothing.sock", {})
    cache.set("key", 1)
    assert cache.get("key", "otherwise") == "otherwise"
    assert cache.add("key", 1) is False
    assert cache.get_many(["key"]) == {}
    assert cache.set_many({"key": 1}) == []
    assert cache.delete("key") is False


def test_a_present_redis_remembers(redis_socket):
    cache = TolerantRedisCache(f"unix://{redis_socket}?db=0", {})
    cache.set("key", {"a": 1})
    assert cache.get("key") == {"a": 1}
