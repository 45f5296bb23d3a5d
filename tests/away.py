"""Databases that are away: one of the seven aliases leads to a socket that does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def database_away(alias: str) -> Iterator[None]:
    """Inside the block nobody reaches that database; the test's own connection, with its transaction, is kept aside."""
    kept, host = connections[alias], connections.settings[alias]["HOST"]
    connections.settings[alias]["HOST"] = "/nowhere"
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections.settings[alias]["HOST"] = host
        connections[alias] = kept
