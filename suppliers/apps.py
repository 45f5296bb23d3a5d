"""The app suppliers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    verbose_name = _("Suppliers")

    def ready(self) -> None:
        from core import webhooks
        from core.audit import register
        from core.events import subscribe
        from core.palette import add_commands, provide
        from suppliers import events, palette, webhook_events
        from suppliers.audit import ACTS

        register(*ACTS)
        provide(palette.KIND)
        add_commands(*palette.COMMANDS)
        webhooks.register(*webhook_events.EVENTS)
        subscribe(events.CREATED, "suppliers.tasks.tell_new_supplier")
