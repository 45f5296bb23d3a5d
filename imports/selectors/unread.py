"""Words for stock and status that runs could not read and nobody has given a meaning since, with their rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from core.access.visibility import visible
from core.jobs import JobStatus
from imports.feeds.values.proposing import Guess, guess_of_status, guess_of_stock
from imports.models import ImportRun, RowIssue
from imports.selectors.runs import READ
from suppliers.folding import value_key
from suppliers.selectors import feeds_of
from suppliers.selectors.value_maps import known_words

CODE = "field_format_invalid"
MOST_WORDS = 50
_READ_BY_WORDS = Q(field__in=("stock", "status")) | Q(field__startswith="stock:")
_LIGHT = ("id", "tenant_id", "supplier_id", "source_id", "issue_counts")


@dataclass(frozen=True)
class UnreadWord:
    """A word, how many rows of the run were imported without it, and a guess at what it means if there is one."""

    run_id: UUID
    source_id: UUID
    field: str
    value: str
    rows: int
    guess: Guess | None


@dataclass(frozen=True)
class FeedWord:
    """A word of a feed's last import."""

    word: UnreadWord
    supplier_name: str
    feed_name: str


def unread_words(runs: Iterable[ImportRun]) -> list[UnreadWord]:
    """The words of these runs that still have no meaning, the most frequent first, at most MOST_WORDS.

    Counted among the findings that are kept. Two queries; none where every value could be read.
    """
    sources = {run.pk: run.source_id for run in runs if _has_unread(run)}
    if not sources:
        return []
    found = RowIssue.objects.filter(_READ_BY_WORDS, run_id__in=set(sources), code=CODE).exclude(level="error")
    counted = found.order_by().values_list("run_id", "field", "value").annotate(rows=Count("pk"))
    words = list(counted.order_by("-rows", "field", "value", "run_id"))
    known = known_words(sources.values(), {field for _run, field, _value, _rows in words})
    unread = [
        UnreadWord(run_id, sources[run_id], field, value, rows, _guess(field, value))
        for run_id, field, value, rows in words
        if not known & {(owner, field, value_key(value)) for owner in (None, sources[run_id])}
    ]
    return unread[:MOST_WORDS]


def words_of_feeds(*, seen_by: Any = None) -> list[FeedWord]:
    """The words of the last import of each feed whose runs the person may see. Five queries at most."""
    runs = visible(ImportRun.objects.all(), seen_by, READ) if seen_by is not None else ImportRun.objects.all()
    ended = runs.filter(kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED)
    last = ended.order_by("source_id", "-created_at").distinct("source_id").only(*_LIGHT)
    words = unread_words(last)
    feeds = {feed.id: feed for feed in feeds_of(source_ids={word.source_id for word in words})} if words else {}
    return [
        FeedWord(word, feeds[word.source_id].supplier_name, feeds[word.source_id].name)
        for word in words
        if word.source_id in feeds
    ]


def _guess(field: str, value: str) -> Guess | None:
    return guess_of_status(value) if field == "status" else guess_of_stock(value)


def _has_unread(run: ImportRun) -> bool:
    return any(counts.get(CODE) for level, counts in run.issue_counts.items() if level != "error")
