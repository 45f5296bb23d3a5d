"""The app catalog."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog import configuration, news, webhook_events
        from catalog.audit import ACTS
        from catalog.search import palette
        from core import webhooks
        from core.audit import register
        from core.configuration import register as register_settings
        from core.configuration.events import SETTING_CHANGED
        from core.events import subscribe
        from core.notifications import register as register_kinds
        from core.palette import add_commands, provide
        from core.panels import contribute
        from suppliers import events as supplier_events

        register(*ACTS)
        provide(*palette.KINDS)
        add_commands(*palette.COMMANDS)
        register_settings(*configuration.DEFINITIONS)
        register_kinds(*news.KINDS)
        webhooks.register(*webhook_events.EVENTS)
        subscribe(webhook_events.PRODUCTS_CHANGED, "catalog.tasks.tell_low_stock")
        subscribe(webhook_events.PRODUCTS_CHANGED, "catalog.tasks.group_variants")
        subscribe(webhook_events.PRODUCTS_CHANGED, "catalog.tasks.follow_completeness")
        subscribe(SETTING_CHANGED, "catalog.tasks.measure_by_other_rules")
        subscribe(webhook_events.PRODUCTS_CHANGED, "catalog.tasks.learn_words", batch=True)
        subscribe(supplier_events.UPDATED, "catalog.tasks.start_deciding_again")
        subscribe(supplier_events.ORDER_CHANGED, "catalog.tasks.start_deciding_again")
        contribute("suppliers.columns", "catalog.panels.supplier_columns")
        contribute("suppliers.columns.order.products", "catalog.panels.by_products")
        contribute("suppliers.supplier.products", "catalog.panels.supplier_products")
