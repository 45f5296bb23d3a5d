"""The app analytics."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("Insights")

    def ready(self) -> None:
        from analytics.audit import ACTS  # models are not loaded before this point
        from analytics.configuration import DEFINITIONS
        from analytics.notifications import KINDS
        from analytics.palette import COMMANDS
        from catalog.events import PRODUCTS_CHANGED
        from core import configuration, notifications
        from core.audit import RECORDED, register
        from core.events import subscribe
        from core.palette import add_commands
        from imports import events as imports

        subscribe(RECORDED, "analytics.tasks.keep_acts", batch=True)
        for kind in (imports.STARTED, imports.COMPLETED, imports.FAILED):
            subscribe(kind, "analytics.tasks.count_runs", batch=True)
        subscribe(PRODUCTS_CHANGED, "analytics.tasks.count_changes", batch=True)
        register(*ACTS)
        add_commands(*COMMANDS)
        configuration.register(*DEFINITIONS)
        notifications.register(*KINDS)
