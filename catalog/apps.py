"""The app catalog."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog.audit import ACTS
        from core.audit import register
        from core.panels import contribute

        register(*ACTS)
        contribute("suppliers.columns", "catalog.panels.supplier_columns")
