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

        subscribe(RECORDED, "analytics.tasks.keep_acts", batch=True)
        register(*ACTS)
