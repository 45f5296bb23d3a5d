"""The app core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("People and system")

    def ready(self) -> None:
        from core.audit import register
        from core.people import acts as people
        from core.rest import violations

        register(*people.ACTS, *violations.ACTS)
