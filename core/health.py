"""What works and what does not: seven databases, Redis, workers."""

from celery import current_app
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from core.databases import CORE, aliases, connection_of


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Requests can be served: db_core answers."""
    works = database_works(CORE)
    return JsonResponse({"status": "ok" if works else "down"}, status=200 if works else 503)


def health(request: HttpRequest) -> JsonResponse:
    """`ok`, or `degraded` with what is away; 503 only when db_core is."""
    answering = databases()
    redis = redis_works()
    status = "ok" if redis and all(answering.values()) else "degraded"
    body = {"status": status, "databases": answering, "redis": redis}
    return JsonResponse(body, status=200 if answering["db_core"] else 503)


def databases() -> dict[str, bool]:
    """Name of each of the seven databases -> whether it answers."""
    return {f"db_{'core' if alias == CORE else alias}": database_works(alias) for alias in aliases()}


def database_works(alias: str) -> bool:
    """Whether the database of this alias (or app label) answers."""
    try:
        with connection_of(alias).cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def redis_works() -> bool:
    """Whether the shared cache keeps what it is given."""
    cache.set("health", 1, 10)
    return cache.get("health") == 1


def workers() -> int:
    """Number of Celery workers that answer within half a second."""
    try:
        return len(current_app.control.ping(timeout=0.5))
    except (ConnectionError, OSError):
        return 0
