"""A change is seen by every process: real Redis, real child process, and what happens when parts of it fail."""

import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.test import override_settings

from core.configuration import services, snapshots, value
from core.databases import atomic
from productsmanager.embedded import paths
from tests import servers
from tests.factories.configuration import set_setting
from tests.factories.people import TenantFactory, UserFactory
from tests.queries import counted_queries

KEY = "security.session_idle_minutes"
READER = """
import sys, uuid
import django
django.setup()
from core.configuration import value
print("ready", flush=True)
for tenant in sys.stdin:
    print(value("security.session_idle_minutes", uuid.UUID(tenant.strip())), flush=True)
"""


def caches(socket):
    location = paths.redis_database(paths.redis_url(socket=socket), number=0)
    backend = {"BACKEND": "core.cache.TolerantRedisCache", "LOCATION": location, "KEY_PREFIX": "pm"}
    return override_settings(CACHES={"default": backend})


@pytest.fixture
def shared(transactional_db, redis_socket):
    """The test reads and writes settings as a web process does, through this worker's Redis."""
    with caches(redis_socket):
        snapshots.forget()
        yield
        snapshots.forget()
    servers.empty_redis(redis_socket)


@pytest.fixture
def tenant(shared):
    return TenantFactory()


@pytest.fixture
def reader(tenant, redis_socket):
    """Another process: ask it for the value."""
    environment = {
        **os.environ,
        **servers.redis_environment(redis_socket),
        "DJANGO_SETTINGS_MODULE": "productsmanager.settings.local",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout.readline() == "ready\n"

    def ask():
        process.stdin.write(f"{tenant.pk}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield ask
    process.kill()
    process.wait()


def test_another_process_sees_a_change(tenant, reader):
    assert reader() == 30
    set_setting(tenant, KEY, 45)
    # The snapshot alone would live for a minute: only the announcement can be that fast.
    servers.wait_until(lambda: reader() == 45, what="the other process sees the change", seconds=5)


def test_the_own_process_sees_it_at_once(tenant):
    assert value(KEY, tenant.pk) == 30
    set_setting(tenant, KEY, 45)
    assert value(KEY, tenant.pk) == 45


def test_reading_again_asks_no_database(tenant):
    value(KEY, tenant.pk)
    with counted_queries() as queries:
        value(KEY, tenant.pk)
        snapshots.forget()
        value(KEY, tenant.pk)
    assert queries.total == 0


def test_an_announcement_ends_what_is_remembered(tenant, monkeypatch):
    monkeypatch.setattr(snapshots, "MEMO_SECONDS", 0)
    value(KEY, tenant.pk)
    before = dict(snapshots._memo)
    set_setting(tenant, KEY, 45)
    snapshots._memo.update(before)
    assert value(KEY, tenant.pk) == 45


def test_a_slow_reader_brings_no_old_value_back(tenant, monkeypatch):
    real = snapshots.stored

    def slow(tenant_id):
        rows = real(tenant_id)
        monkeypatch.setattr(snapshots, "stored", real)
        set_setting(tenant, KEY, 45)
        return rows

    monkeypatch.setattr(snapshots, "stored", slow)
    assert value(KEY, tenant.pk) == 30
    snapshots.forget()
    assert value(KEY, tenant.pk) == 45


def test_a_change_that_is_rolled_back_was_never_seen(tenant):
    boss = UserFactory(is_superuser=True)

    def failing():
        with atomic("core"):
            services.change(by=boss, values={KEY: 45}, tenant_id=tenant.pk)
            assert value(KEY, tenant.pk) == 45
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert value(KEY, tenant.pk) == 30
    snapshots.forget()
    assert value(KEY, tenant.pk) == 30


def test_without_redis_settings_are_read_and_changed(tenant, tmp_path):
    with caches(tmp_path / "nothing.sock"):
        assert value(KEY, tenant.pk) == 30
        set_setting(tenant, KEY, 45)
        assert value(KEY, tenant.pk) == 45


def test_a_lost_announcement_is_bounded_by_the_age_of_the_snapshot(tenant, tmp_path, redis_socket):
    value(KEY, tenant.pk)
    with caches(tmp_path / "nothing.sock"):
        set_setting(tenant, KEY, 45)
    snapshots.forget()
    version = cache.get(f"settings:{tenant.pk}:version")
    address = f"settings:{tenant.pk}:{version}"
    assert 0 < cache._cache.get_client().ttl(cache.make_key(address)) <= snapshots.SNAPSHOT_SECONDS
    cache.delete(address)
    assert value(KEY, tenant.pk) == 45


def test_redis_never_holds_a_secret_in_plain_text(tenant, samples):
    set_setting(tenant, "test.secret", "hush-hush")
    assert value("test.secret", tenant.pk) == "hush-hush"
    version = cache.get(f"settings:{tenant.pk}:version")
    kept = cache.get(f"settings:{tenant.pk}:{version}")
    assert kept["test.secret"][1]
    assert "hush" not in str(kept)
