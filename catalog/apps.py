"""The app catalog."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from core.panels import contribute

        contribute("suppliers.columns", "catalog.panels.supplier_columns")
