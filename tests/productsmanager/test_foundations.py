"""The tests' own foundations: clones, query counting, a worker and a web server that can be killed."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from tests.queries import at_most_queries, counted_queries
from tests.servers import Server, wait_until, web_answers


@pytest.mark.django_db
def test_every_test_may_use_all_seven_databases(worker_name: str) -> None:
    names = set()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_database()")
            names.add(cursor.fetchone()[0])
    assert len(names) == 7
    assert all(name.startswith(f"test_{worker_name}_db_") for name in names)


@pytest.mark.django_db
def test_the_clones_hold_what_migrations_made() -> None:
    assert ContentType.objects.count() > 5


@pytest.mark.django_db
def test_queries_are_counted_over_all_connections() -> None:
    with counted_queries() as queries:
        for alias in ("default", "catalog"):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
    assert (queries.total, set(filter(queries.by_alias.get, queries.by_alias))) == (2, {"default", "catalog"})


@pytest.mark.django_db
def test_too_many_queries_fail_with_the_statements() -> None:
    with pytest.raises(AssertionError, match="SELECT 42"), at_most_queries(0), connections["media"].cursor() as cursor:
        cursor.execute("SELECT 42")


def test_a_worker_runs_tasks_and_survives_a_kill(celery_worker: Server) -> None:
    from productsmanager.celery import app

    celery_worker.kill()
    celery_worker.start()
    app.send_task("core.tasks.resume_stalled_jobs")
    wait_until(lambda: "succeeded" in celery_worker.output(), what="the task", seconds=20, log=celery_worker.log)


def test_the_web_server_answers(live_site: str) -> None:
    assert web_answers(int(live_site.rpartition(":")[2]))
