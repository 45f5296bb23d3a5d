"""The health addresses: public, without names of hosts; how fast and which version is for staff and `read:system`.

200 while the part asked about works, however badly; 503 when it does not.
"""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.databases import CORE
from core.health import background, postgres, store
from core.health.asking import ask_one
from core.health.callers import may_watch

UP, DOWN = "up", "down"
OK, DEGRADED = "ok", "degraded"
CORE_NAME = postgres.name_of(CORE)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": OK})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Requests can be served: db_core answers."""
    works = postgres.database_works(CORE)
    return JsonResponse({"status": OK if works else DOWN}, status=200 if works else 503)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """`ok`, or `degraded` with what is away; `down` and 503 when db_core is."""
    found = {name: answer.works for name, answer in postgres.database_answers().items()}
    redis = store.redis_answer().works
    # A look at one name: a request to the object store, a moment on a disk.
    files = ask_one("files", lambda: default_storage.exists("health")).works
    body: dict[str, Any] = {"status": _status([*found.values(), redis, files], core=found[CORE_NAME])}
    body |= {"databases": found, "redis": redis, "files": files}
    if found[CORE_NAME] and may_watch(request, "read:system"):
        body |= {"version": settings.VERSION, "workers": background.workers()}
    return JsonResponse(body, status=200 if found[CORE_NAME] else 503)


@require_safe
@never_cache
def database_health(request: HttpRequest) -> JsonResponse:
    """Each of the seven; 503 when db_core is away, `degraded` when another one is."""
    answers = postgres.database_answers()
    core_works = answers[CORE_NAME].works
    details = core_works and may_watch(request, "read:system")
    body = {
        "status": _status([answer.works for answer in answers.values()], core=core_works),
        "databases": {
            name: _told(answer, _postgresql(answer.value) if details else {}) for name, answer in answers.items()
        },
    }
    return JsonResponse(body, status=200 if core_works else 503)


@require_safe
@never_cache
def redis_health(request: HttpRequest) -> JsonResponse:
    """Whether Redis answers; 503 when not."""
    answer = store.redis_answer()
    facts = answer.value
    details: dict[str, Any] = {}
    if facts and may_watch(request, "read:system"):
        details = {"version": facts.version, "used_memory_bytes": facts.used_memory}
    body = {"status": OK if answer.works else DOWN, "redis": _told(answer, details)}
    return JsonResponse(body, status=200 if answer.works else 503)


@require_safe
@never_cache
def celery_health(request: HttpRequest) -> JsonResponse:
    """Workers, queues, scheduler, waiting events; `down` and 503 when no worker answers."""
    found = background.look()
    known = found.known_outboxes
    unknown = [name for name in found.outboxes if name not in known]
    body = {
        "status": DOWN if not found.workers else DEGRADED if found.scheduler_is_late or unknown else OK,
        "workers": found.workers,
        "queues": found.queues,
        "scheduler": {"last_beat_seconds": found.scheduler_seconds, "late": found.scheduler_is_late},
        "events": {
            "waiting": sum(facts.waiting for facts in known.values()),
            "given_up": sum(facts.failed for facts in known.values()),
            "oldest_waiting_seconds": found.oldest_event_seconds,
            "unknown": unknown,
        },
    }
    return JsonResponse(body, status=200 if found.workers else 503)


def _status(works: list[bool], *, core: bool) -> str:
    if not core:
        return DOWN
    return OK if all(works) else DEGRADED


def _told(answer: Any, details: dict[str, Any]) -> dict[str, Any]:
    timed = {"latency_ms": answer.milliseconds} if details else {}
    return {"status": UP if answer.works else DOWN, **timed, **details}


def _postgresql(version: int | None) -> dict[str, Any]:
    return {"version": f"{version // 10_000}.{version % 10_000}" if version else None}
