"""Health tells what is away."""

import pytest

from core import health


def test_everything_answers(client, db):
    body = client.get("/health").json()
    assert body["status"] == "ok"
    assert len(body["databases"]) == 7
    assert client.get("/health/live").status_code == client.get("/health/ready").status_code == 200


@pytest.mark.parametrize(("away", "status"), [("catalog", 200), ("default", 503)])
def test_a_database_that_is_away_is_named(client, db, monkeypatch, away, status):
    works = health.database_works
    monkeypatch.setattr(health, "database_works", lambda alias: alias != away and works(alias))
    answer = client.get("/health")
    assert answer.status_code == status
    assert answer.json()["status"] == "degraded"
    assert answer.json()["databases"]["db_core" if away == "default" else f"db_{away}"] is False


def test_no_redis_is_degraded(client, db, monkeypatch):
    monkeypatch.setattr(health, "redis_works", lambda: False)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
