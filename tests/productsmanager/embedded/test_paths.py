"""Where sockets go, and how databases and Redis are addressed."""

import os
from pathlib import Path

import pytest

from productsmanager.embedded import paths

LONG = "/srv/" + "a-very-long-folder-name/" * 8


def test_pm_var_moves_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_VAR", "/srv/shop")
    assert {path.parent for path in (paths.postgres_dir(), paths.redis_dir(), paths.log_dir())} == {Path("/srv/shop")}


def test_without_pm_var_the_project_holds_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PM_VAR")
    assert paths.var_dir() == paths.PROJECT_ROOT / "var"


@pytest.mark.parametrize("var", [LONG, "/srv/my shop", "/srv/a,b", "/srv/café"])
def test_sockets_of_awkward_folders_go_to_a_short_plain_one(var: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PM_VAR", var)
    assert str(paths.runtime_dir()).startswith("/tmp/pm-1000-")
    assert len(str(paths.postgres_socket_dir() / ".s.PGSQL.5432")) < 100


def test_an_ordinary_user_finds_the_sockets_beside_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PM_VAR", "/srv/shop")
    assert paths.redis_socket() == Path("/srv/shop/run/redis/redis.sock")


def test_two_installations_never_share_a_socket_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = set()
    for name in ("/srv/one shop", "/srv/two shops"):
        monkeypatch.setenv("PM_VAR", name)
        folders.add(paths.runtime_dir())
    assert len(folders) == 2


def test_database_url() -> None:
    assert (
        paths.database_url("db_core", socket_dir=Path("/run/x")) == "postgresql://products_manager@/db_core?host=/run/x"
    )


@pytest.mark.parametrize(
    ("url", "database", "celery"),
    [
        ("unix:///run/r.sock", "unix:///run/r.sock?db=1", "redis+socket:///run/r.sock?virtual_host=1"),
        ("redis://cache:6379", "redis://cache:6379/1", "redis://cache:6379/1"),
        ("rediss://:pw@cache:6380/", "rediss://:pw@cache:6380/1", "rediss://:pw@cache:6380/1"),
    ],
)
def test_redis_notations(url: str, database: str, celery: str) -> None:
    assert paths.redis_database(url, number=1) == database
    assert paths.celery_notation(database) == celery
