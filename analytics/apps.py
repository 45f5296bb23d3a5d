"""The app analytics."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("Insights")

    def ready(self) -> None:
        from analytics.audit import ACTS  # models are not loaded before this point
        from core.audit import RECORDED, register
        from core.events import subscribe
        from imports.events import KINDS
        from suppliers.events import SAVED

        for kind in KINDS:
            subscribe(kind, "analytics.tasks.record_import")
        subscribe(SAVED, "analytics.tasks.record_supplier")
        subscribe(RECORDED, "analytics.tasks.keep_acts", batch=True)
        register(*ACTS)
