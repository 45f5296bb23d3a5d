"""The seven databases."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

import psycopg
from django.db import connections

from core.databases import CORE, aliases, atomic, connection_of
from core.health.asking import Answer, ask
from core.postgresql.base import DatabaseWrapper, breaker_of

T = TypeVar("T")
CONNECT_SECONDS = 2
STATEMENT_MILLISECONDS = 1500


def name_of(alias: str) -> str:
    """`catalog` -> `db_catalog`; db_core's alias is `default`."""
    return f"db_{'core' if alias == CORE else alias}"


def database_answers() -> dict[str, Answer[int]]:
    """Name of each of the seven databases -> its server's version (as 180004) and how long it took to answer."""
    return ask(questions())


def questions() -> dict[str, Callable[[], int]]:
    """Name of each of the seven databases -> the question whether it answers."""
    return {name_of(alias): partial(_knock, alias) for alias in aliases()}


def databases() -> dict[str, bool]:
    """Name of each of the seven databases -> whether it answers; takes 2.5 s at most."""
    return {name: answer.works for name, answer in database_answers().items()}


def database_works(alias: str) -> bool:
    """Whether the database of this alias (or app label) answers; takes 2.5 s at most."""
    name = name_of(alias)
    return ask({name: partial(_knock, alias)})[name].works


def questions_about(read: Callable[[str], T], *, about: str) -> dict[str, Callable[[], T]]:
    """`outbox in db_catalog` -> what `read("catalog")` finds there, on a connection of its own and in bounded time."""
    return {f"{about} in {name_of(alias)}": partial(_in_own_connection, alias, read) for alias in aliases()}


def _knock(alias: str) -> int:
    """Being let in proves that the server takes work; there is no statement that could hang."""
    connection = cast(DatabaseWrapper, connections.create_connection(alias))
    with breaker_of(alias).watching(psycopg.OperationalError), connection.knock(seconds=CONNECT_SECONDS) as found:
        return int(found.info.server_version)


def _in_own_connection(alias: str, read: Callable[[str], T]) -> T:
    """Runs in a thread of its own, so that Django's connection is one as well; it is closed in any case."""
    app_label = "core" if alias == CORE else alias
    try:
        with atomic(app_label):
            with connection_of(app_label).cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS}")
            return read(app_label)
    finally:
        connections[alias].close()
