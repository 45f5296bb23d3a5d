"""Nothing is lost and nothing counts twice, whoever dies between the commit of an act and its place in the trail."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from analytics import services
from analytics.models import AuditEntry
from core.audit import RECORDED, record
from core.databases import atomic
from core.events import outbox_of, relay
from core.jobs.queue import enqueue
from core.tasks import relay_all_events
from core.tenancy import every_tenant, tenant_scope
from productsmanager.celery import app
from productsmanager.embedded.paths import PROJECT_ROOT
from productsmanager.embedded.processes import kill_group
from productsmanager.embedded.redis import RedisServer
from tests import servers
from tests.away import database_away
from tests.conftest import _forget_broker
from tests.factories.people import make_people
from tests.servers import wait_until

ACTS = 30
# The relay's process dies right after db_analytics has committed, before the outbox has noted it.
DIE_BEFORE_THE_MARK = """
import os, signal
import django
django.setup()
from analytics import services
from core.tasks import relay_all_events
keep = services.keep_acts
def keep_and_die(messages):
    keep(messages)
    os.kill(os.getpid(), signal.SIGKILL)
services.keep_acts = keep_and_die
relay_all_events.run()
"""


@pytest.fixture
def tenant_id(transactional_db):
    return make_people().tenant.pk


def acts_happen(tenant_id):
    """Acts in two databases, each in the transaction of its own change."""
    with tenant_scope(tenant_id):
        for number in range(ACTS):
            app_label = ("suppliers", "imports")[number % 2]
            with atomic(app_label):
                record("supplier.created", app=app_label, supplier="Martin", number=number)


def in_the_trail():
    with every_tenant():
        return sorted(AuditEntry.objects.values_list("details__number", flat=True))


def waiting():
    labels = ("suppliers", "imports")
    return sum(outbox_of(label).objects.filter(kind=RECORDED, delivered_at=None).count() for label in labels)


def test_what_comes_while_a_relay_is_at_work_is_not_left_behind(tenant_id, monkeypatch):
    """The second relay finds the lock taken and gives up; the first has to look once more before it ends."""
    keep, others = services.keep_acts, []

    def keep_while_more_comes(messages):
        keep(messages)
        if not others:
            others.append(None)
            with ThreadPoolExecutor(1) as pool:
                others[0] = pool.submit(more_comes).result(timeout=30)

    def more_comes():
        try:
            with tenant_scope(tenant_id):
                record("supplier.created", app="suppliers", supplier="Martin", number=ACTS)
            with every_tenant():
                return relay("suppliers")
        finally:
            connections.close_all()

    monkeypatch.setattr("analytics.services.keep_acts", keep_while_more_comes)
    acts_happen(tenant_id)
    relay_all_events.run()
    assert others == [0]
    assert (in_the_trail(), waiting()) == (list(range(ACTS + 1)), 0)


def test_a_worker_killed_between_commit_and_delivery(tenant_id, celery_worker):
    celery_worker.kill()
    acts_happen(tenant_id)
    assert in_the_trail() == []
    celery_worker.start()
    wait_until(lambda: not waiting(), what="the delivery of all acts", log=celery_worker.log)
    assert in_the_trail() == list(range(ACTS))


def test_a_relay_killed_between_the_trails_commit_and_its_own_mark(tenant_id):
    acts_happen(tenant_id)
    command = [sys.executable, "-c", DIE_BEFORE_THE_MARK]
    killed = subprocess.run(command, cwd=PROJECT_ROOT, env=os.environ, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(in_the_trail()) == ACTS / 2
    assert waiting() == ACTS
    relay_all_events.run()
    assert (in_the_trail(), waiting()) == (list(range(ACTS)), 0)


@pytest.fixture
def mortal_redis(tmp_path_factory, server_folder, monkeypatch):
    """A broker of this test's own that can be killed."""
    folder = server_folder / "mortal"
    server = RedisServer(data=folder / "redis", socket=folder / "redis.sock")
    process = server.start(log=folder / "redis.log")
    wait_until(server.is_ready, what="the start of Redis", process=process)
    monkeypatch.setenv("CELERY_BROKER_URL", servers.redis_environment(server.socket)["CELERY_BROKER_URL"])
    _forget_broker(app)
    yield process
    kill_group(process.pid)
    process.wait()
    _forget_broker(app)


def test_redis_killed_between_commit_and_kick(tenant_id, mortal_redis):
    assert enqueue("core.tasks.relay_events", app_label="suppliers")
    kill_group(mortal_redis.pid)
    mortal_redis.wait()
    acts_happen(tenant_id)
    assert (in_the_trail(), waiting()) == ([], ACTS)
    relay_all_events.run()
    assert (in_the_trail(), waiting()) == (list(range(ACTS)), 0)


def test_the_trails_database_away_during_the_delivery(tenant_id):
    acts_happen(tenant_id)
    assert in_the_trail() == []
    with database_away("analytics"):
        relay_all_events.run()
        relay_all_events.run()
    assert (in_the_trail(), waiting()) == ([], ACTS)
    for label in ("suppliers", "imports"):
        outbox_of(label).objects.update(next_attempt_at="2026-01-01T00:00:00Z")
    relay_all_events.run()
    assert (in_the_trail(), waiting()) == (list(range(ACTS)), 0)
