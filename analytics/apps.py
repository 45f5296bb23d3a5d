"""The app analytics."""

from django.apps import AppConfig

from core.events import subscribe
from imports import events as imports
from suppliers import events as suppliers


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        for kind in imports.KINDS:
            subscribe(kind, "analytics.tasks.record_import")
        subscribe(suppliers.SAVED, "analytics.tasks.record_supplier")
