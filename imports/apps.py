"""The app imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from core.audit import register
        from core.panels import contribute
        from imports.audit import ACTS

        register(*ACTS)
        contribute("suppliers.columns", "imports.panels.supplier_columns")
        contribute("suppliers.supplier", "imports.panels.supplier_runs")
