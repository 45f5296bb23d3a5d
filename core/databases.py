"""Seven databases: which app lives where, and the only two ways to a transaction.

A bare `transaction.atomic()` covers db_core only, and a bare `on_commit` runs at once inside another database's
transaction; both are banned by ruff outside this module.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CORE = "default"
ROUTED_APPS = frozenset({"suppliers", "media", "catalog", "imports", "code2asin", "analytics"})


def alias_of(app_label: str) -> str:
    """The database alias of an app; everything that is not ours (auth, sessions, beat, ...) lives in db_core."""
    return app_label if app_label in ROUTED_APPS else CORE


def aliases() -> list[str]:
    """The seven aliases, db_core first."""
    return [CORE, *sorted(ROUTED_APPS)]


def connection_of(app_label: str) -> BaseDatabaseWrapper:
    """The connection of the app's database, for set-based SQL and COPY."""
    return connections[alias_of(app_label)]


def atomic(app_label: str) -> AbstractContextManager[Any]:
    """A transaction in the database of that app."""
    return transaction.atomic(using=alias_of(app_label))


def after_commit(app_label: str, function: Callable[[], Any]) -> None:
    """Run the function once the app's current transaction is committed; never when it is rolled back."""
    transaction.on_commit(function, using=alias_of(app_label))


class Router:
    """Sends every model to the database of its app."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return alias_of(model._meta.app_label)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return alias_of(model._meta.app_label)

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        return alias_of(first._meta.app_label) == alias_of(second._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == alias_of(app_label)


def own_app_labels() -> list[str]:
    """Labels of the seven apps, those with a database of their own and core."""
    return [config.label for config in apps.get_app_configs() if config.label in ROUTED_APPS | {"core"}]
