"""Counting queries over all seven connections at once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.db import connections
from django.test.utils import CaptureQueriesContext


@dataclass
class Queries:
    """The statements that ran inside the block, by alias; filled when the block ends."""

    by_alias: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(len(statements) for statements in self.by_alias.values())

    def __str__(self) -> str:
        return "\n".join(f"{alias}: {sql}" for alias, statements in self.by_alias.items() for sql in statements)


@contextmanager
def counted_queries() -> Iterator[Queries]:
    """Collect every statement of the seven connections."""
    queries = Queries()
    with ExitStack() as stack:
        captures = {alias: stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections}
        yield queries
    queries.by_alias = {alias: [query["sql"] for query in each.captured_queries] for alias, each in captures.items()}


@contextmanager
def at_most_queries(limit: int) -> Iterator[Queries]:
    """Fail, and show the statements, when the block needs more than `limit` of them in all databases together."""
    with counted_queries() as queries:
        yield queries
    assert queries.total <= limit, f"{queries.total} queries, at most {limit} wanted:\n{queries}"
