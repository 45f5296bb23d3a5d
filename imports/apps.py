"""The app imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from core.panels import contribute

        contribute("suppliers.columns", "imports.panels.supplier_columns")
        contribute("suppliers.supplier", "imports.panels.supplier_runs")
