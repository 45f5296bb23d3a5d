"""Django's PostgreSQL backend; a database that is away is named by its error and does not hold up every request."""

from functools import cached_property
from types import TracebackType
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper, OperationalError

from core.breaker import Breaker

_breakers: dict[str, Breaker] = {}


def breaker_of(alias: str) -> Breaker:
    """The breaker of that database in this process."""
    return _breakers.setdefault(alias, Breaker(f"the database {alias!r}"))


class NamingErrors(DatabaseErrorWrapper):
    """Puts the alias into the attribute `away` of an error that took the connection with it, or prevented it."""

    def __init__(self, wrapper: "DatabaseWrapper") -> None:
        super().__init__(wrapper)
        self._wrapper = wrapper

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            return
        try:
            super().__exit__(kind, error, traceback)
        except OperationalError as told:
            connection = self._wrapper.connection
            if connection is None or connection.closed:
                told.away = self._wrapper.alias  # type: ignore[attr-defined]
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of one alias."""

    @cached_property
    def wrap_database_errors(self) -> NamingErrors:
        """Translates psycopg's errors into Django's."""
        return NamingErrors(self)

    def connect(self) -> None:
        """Connect, unless the last attempt ran into its time-out a moment ago."""
        breaker = breaker_of(self.alias)
        if not breaker.allows():
            raise self.Database.OperationalError("the database did not answer a moment ago and is not asked again yet")
        with breaker.watching(self.Database.OperationalError):
            super().connect()

    def knock(self, *, seconds: int) -> Any:
        """A psycopg connection of its own, not Django's, or psycopg's error after at most so many seconds."""
        return self.get_new_connection({**self.get_connection_params(), "connect_timeout": seconds})
