"""The state of databases, Redis, queues, workers, outboxes and jobs, asked anew for each scrape."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import Count
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.health import background, postgres, store
from core.health.asking import Answer, ask
from core.health.background import Background
from core.health.store import RedisFacts
from core.jobs import Job
from core.tenancy import every_tenant


@dataclass(frozen=True)
class JobCount:
    """Jobs of one kind in one state, in all organisations."""

    kind: str
    status: str
    count: int


class StateCollector(Collector):
    """What is away is told by its `_up` figure; its other figures are left out, never zero."""

    def collect(self) -> Iterator[Metric]:
        """All figures; everything is asked side by side and takes 2.5 s at most, however many parts hang."""
        databases, jobs = postgres.questions(), postgres.questions_about(job_counts, about="jobs")
        answers = ask({**databases, **jobs, **background.questions(), "redis": store.facts})
        yield _gauge("pm_info", "The version that runs.", ("version",), [((settings.VERSION,), 1)])
        yield from _databases({name: answers[name] for name in databases})
        yield from _redis(answers["redis"])
        yield from _background(background.told(answers))
        yield _jobs([count for name in jobs for count in answers[name].value or ()])


def job_counts(app_label: str) -> list[JobCount]:
    """Jobs of the app by kind and state. One query per kind."""
    models = [model for model in apps.get_app_config(app_label).get_models() if issubclass(model, Job)]
    with every_tenant():
        return [
            JobCount(model._meta.label_lower, status, count)
            for model in models
            for status, count in model._base_manager.values_list("status").annotate(count=Count("pk")).order_by()
        ]


def _databases(answers: dict[str, Answer[int]]) -> Iterator[Metric]:
    up = [((name,), int(answer.works)) for name, answer in answers.items()]
    yield _gauge("pm_database_up", "Whether the database answers.", ("database",), up)
    times = [
        ((name,), answer.milliseconds / 1000) for name, answer in answers.items() if answer.milliseconds is not None
    ]
    yield _gauge("pm_database_connect_seconds", "Time to connect to the database.", ("database",), times)


def _redis(answer: Answer[RedisFacts]) -> Iterator[Metric]:
    yield GaugeMetricFamily("pm_redis_up", "Whether Redis answers.", value=int(answer.works))
    if facts := answer.value:
        yield CounterMetricFamily("pm_redis_keyspace_hits", "Keys found in Redis.", value=facts.keyspace_hits)
        yield CounterMetricFamily("pm_redis_keyspace_misses", "Keys not found in Redis.", value=facts.keyspace_misses)
        yield GaugeMetricFamily("pm_redis_used_memory_bytes", "Memory of Redis.", value=facts.used_memory)


def _background(found: Background) -> Iterator[Metric]:
    yield GaugeMetricFamily("pm_workers", "Celery workers that answer.", value=found.workers)
    lengths = [((name,), length) for name, length in (found.queues or {}).items()]
    yield _gauge("pm_queue_length", "Tasks that wait in the queue.", ("queue",), lengths)
    if found.scheduler_seconds is not None:
        age = found.scheduler_seconds
        yield GaugeMetricFamily("pm_scheduler_beat_age_seconds", "Since the scheduler's last beat.", value=age)
    outboxes = found.known_outboxes.items()
    waiting = [((name,), facts.waiting) for name, facts in outboxes]
    yield _gauge("pm_outbox_waiting", "Events that wait for a subscriber.", ("database",), waiting)
    failed = [((name,), facts.failed) for name, facts in outboxes]
    yield _gauge("pm_outbox_given_up", "Events that a subscriber never took.", ("database",), failed)
    ages = [((name,), facts.oldest_seconds or 0) for name, facts in outboxes]
    yield _gauge("pm_outbox_oldest_seconds", "Age of the oldest event that waits.", ("database",), ages)


def _jobs(counts: list[JobCount]) -> Metric:
    return _gauge("pm_jobs", "Jobs by state.", ("kind", "status"), [((c.kind, c.status), c.count) for c in counts])


def _gauge(
    name: str, text: str, labels: tuple[str, ...], samples: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family
