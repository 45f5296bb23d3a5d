"""The app suppliers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    verbose_name = _("Suppliers")

    def ready(self) -> None:
        from core.audit import register
        from suppliers.audit import ACTS

        register(*ACTS)
