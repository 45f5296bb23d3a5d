"""What works and what does not: seven databases, Redis, workers, scheduler."""

from core.health.background import LATE_SECONDS, scheduler_age, scheduler_beat, workers
from core.health.postgres import database_works, databases
from core.health.store import redis_works

__all__ = [
    "LATE_SECONDS",
    "database_works",
    "databases",
    "redis_works",
    "scheduler_age",
    "scheduler_beat",
    "workers",
]
