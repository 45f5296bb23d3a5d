"""The app imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from core import webhooks
        from core.audit import register
        from core.events import subscribe
        from core.panels import contribute
        from imports import events, webhook_events
        from imports.audit import ACTS

        register(*ACTS)
        webhooks.register(*webhook_events.EVENTS)
        subscribe(events.COMPLETED, "imports.tasks.tell_run_ended")
        subscribe(events.FAILED, "imports.tasks.tell_run_ended")
        for ended in (events.COMPLETED, events.FAILED):
            subscribe(ended, "imports.tasks.score_supplier")
            subscribe(ended, "imports.tasks.mail_run_report")
        contribute("suppliers.columns", "imports.panels.supplier_columns")
        contribute("suppliers.supplier", "imports.panels.supplier_runs")
        contribute("suppliers.supplier", "imports.panels.supplier_scorecard")
