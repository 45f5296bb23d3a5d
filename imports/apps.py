"""The app imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from core import webhooks
        from core.audit import register
        from core.configuration import register as register_settings
        from core.events import subscribe
        from core.notifications import register as register_news
        from core.palette import add_commands, provide
        from core.panels import contribute
        from imports import events, palette, webhook_events
        from imports.audit import ACTS
        from imports.configuration import DEFINITIONS
        from imports.notifications import KINDS

        register(*ACTS)
        provide(palette.RUNS, palette.EXPORTS)
        add_commands(*palette.COMMANDS)
        register_settings(*DEFINITIONS)
        register_news(*KINDS)
        webhooks.register(*webhook_events.EVENTS)
        subscribe(events.COMPLETED, "imports.tasks.tell_run_ended")
        subscribe(events.FAILED, "imports.tasks.tell_run_ended")
        subscribe(events.WAITING, "imports.tasks.tell_run_waits")
        subscribe(events.HELD, "imports.tasks.tell_run_waits")
        subscribe(events.FETCH_ENDED, "imports.tasks.tell_fetch_ended")
        subscribe(events.EXPORT_COMPLETED, "imports.tasks.tell_export_ended")
        subscribe(events.EXPORT_FAILED, "imports.tasks.tell_export_ended")
        for ended in (events.COMPLETED, events.FAILED):
            subscribe(ended, "imports.tasks.score_supplier")
            subscribe(ended, "imports.tasks.mail_run_report")
        contribute("suppliers.columns", "imports.panels.supplier_columns")
        contribute("suppliers.columns", "imports.feed_panels.supplier_automation")
        contribute("suppliers.columns.order.last_import", "imports.feed_panels.by_last_import")
        contribute("suppliers.supplier.feeds", "imports.feed_panels.supplier_feeds")
        contribute("suppliers.supplier.mappings", "imports.feed_panels.supplier_mappings")
        contribute("suppliers.supplier", "imports.feed_panels.supplier_feeds")
        contribute("suppliers.supplier", "imports.panels.supplier_runs")
        contribute("suppliers.supplier.imports", "imports.panels.supplier_runs")
        contribute("suppliers.supplier.scorecard", "imports.panels.supplier_scorecard")
