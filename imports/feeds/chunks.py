"""Chunk tasks: a step's chunks, taken one by one by any worker on any host, each counted exactly once.

The worker that holds the run (the coordinator) lays the chunks out and works like any helper; it alone reports
progress, obeys pause and cancel, and goes on to the next step when every chunk is done. A worker that dies loses its
lease and another takes its chunk again: whatever a chunk does has to give the same when it is done twice.
"""

import os
import socket
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.databases import atomic
from core.jobs import JobStatus
from core.jobs.models import lease
from imports.feeds.heartbeat import beating
from imports.models import ImportRun, RunChunk

T = TypeVar("T")
POLL_SECONDS = 0.2


class ChunkLost(Exception):
    """Another worker has taken the chunk over; what this one was about to write is not written."""


@dataclass(frozen=True)
class Work(Generic[T]):
    """What a step does with a chunk.

    `make` runs in a thread ahead of time and must not use the database; `do` takes what it made and calls `finish`
    with the chunk's result, in the same transaction as whatever else it writes into db_imports.
    """

    step: str
    make: Callable[[int], T]
    do: Callable[[T, Callable[[dict[str, Any]], None]], None]


@dataclass
class Worker(Generic[T]):
    """One process at a step of a run: does the chunk at hand while the next one is in the making."""

    run: ImportRun
    work: Work[T]
    pool: ThreadPoolExecutor
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    waiting: "tuple[RunChunk, Future[T]] | None" = None

    def next(self) -> bool:
        """Do one chunk; False when none is free."""
        present = self.waiting or self._take()
        if present is None:
            return False
        self.waiting = self._take()
        chunk, made = present
        with suppress(ChunkLost):
            self.work.do(made.result(), lambda result: self._finish(chunk, result))
        return True

    def give_back(self) -> None:
        """Free what was taken and is not done, for other workers."""
        self.waiting = None
        self.mine().update(lease_until=None, lease_token=None)

    def renew(self) -> None:
        """Keep the chunks at hand for another lease."""
        self.mine().update(lease_until=timezone.now() + lease())

    def mine(self) -> "QuerySet[RunChunk]":
        """The chunks this worker holds."""
        return _of(self.run, self.work.step).filter(is_done=False, lease_token=self.token)

    def _take(self) -> "tuple[RunChunk, Future[T]] | None":
        now = timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        with atomic("imports"):
            rows = _of(self.run, self.work.step).select_for_update(skip_locked=True)
            chunk = rows.filter(free, is_done=False).order_by("number").first()
            if chunk is None:
                return None
            held = {"lease_token": self.token, "lease_until": now + lease(), "worker": self.name}
            RunChunk._base_manager.filter(pk=chunk.pk).update(**held)
        return chunk, self.pool.submit(self.work.make, chunk.number)

    def _finish(self, chunk: RunChunk, result: dict[str, Any]) -> None:
        held = RunChunk._base_manager.filter(pk=chunk.pk, is_done=False, lease_token=self.token)
        if not held.update(is_done=True, result=result, lease_until=None):
            raise ChunkLost


def lay_out(run: ImportRun, step: str, chunks: Iterable[tuple[int, int]]) -> None:
    """Make the chunks (number, rows) of a step; those that exist stay as they are."""
    if not is_laid_out(run, step):
        rows = [RunChunk(tenant_id=run.tenant_id, run=run, step=step, number=n, rows=size) for n, size in chunks]
        RunChunk._base_manager.bulk_create(rows, ignore_conflicts=True)


def is_laid_out(run: ImportRun, step: str) -> bool:
    """Whether the step has begun."""
    return _of(run, step).exists()


def has_free(run: ImportRun, step: str) -> bool:
    """Whether a worker finds something to do at the step."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    return _of(run, step).filter(free, is_done=False).exists()


def lead(run: ImportRun, work: Work[T], *, border: Callable[[], None]) -> None:
    """Bring a step whose chunks are laid out to its end, with whoever helps.

    `border` is called between two chunks and while others are at work; it may raise to pause or cancel, which happens
    only when nobody is in the middle of a chunk any more.
    """
    with _worker(run, work) as worker:
        while True:
            did_one = worker.next()
            if not did_one and not _of(run, work.step).filter(is_done=False).exists():
                return
            if not did_one:
                time.sleep(POLL_SECONDS)
            if not _is_at_work(run):
                worker.give_back()
                _wait_for_others(run, work.step)
            border()


def assist(run: ImportRun, work: Work[T]) -> int:
    """Do chunks of a step while its run is at work and chunks are free; returns how many."""
    done = 0
    with _worker(run, work) as worker:
        while _is_at_work(run) and worker.next():
            done += 1
    return done


def results(run: ImportRun, step: str) -> list[RunChunk]:
    """The chunks that are done, in the order of the file."""
    return list(_of(run, step).filter(is_done=True).order_by("number"))


def workers_at(run: ImportRun) -> int:
    """How many processes work at chunks of the run now."""
    busy = RunChunk.objects.filter(run=run, is_done=False, lease_until__gt=timezone.now())
    return busy.order_by().values("lease_token").distinct().count()


def forget(run: ImportRun, step: str) -> None:
    """Take the chunks of a step away: it will be laid out anew."""
    _of(run, step).delete()


@contextmanager
def _worker(run: ImportRun, work: Work[T]) -> Iterator[Worker[T]]:
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as pool:
        worker = Worker(run, work, pool)
        with beating(worker.renew, app_label="imports", name=f"chunks-{run.pk}"):
            try:
                yield worker
            finally:
                worker.give_back()


def _is_at_work(run: ImportRun) -> bool:
    wanted = {"status": JobStatus.PROCESSING, "pause_requested": False, "cancel_requested": False}
    return ImportRun.objects.filter(pk=run.pk, **wanted).exists()


def _wait_for_others(run: ImportRun, step: str) -> None:
    """Until nobody works at a chunk of the step any more; a dead worker is waited for as long as its lease."""
    while _of(run, step).filter(is_done=False, lease_until__gt=timezone.now()).exists():
        time.sleep(POLL_SECONDS)


def _of(run: ImportRun, step: str) -> "QuerySet[RunChunk]":
    return RunChunk._base_manager.filter(run=run, step=step)
