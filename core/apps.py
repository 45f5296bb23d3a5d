"""The app core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("People and system")

    def ready(self) -> None:
        from core.apikeys import acts as apikeys
        from core.audit import register
        from core.configuration import acts as configuration
        from core.configuration import register as register_settings
        from core.configuration.definitions import DEFINITIONS
        from core.people import acts as people
        from core.rest import violations
        from core.tokens import acts as tokens

        register(*apikeys.ACTS, *configuration.ACTS, *tokens.ACTS, *people.ACTS, *violations.ACTS)
        register_settings(*DEFINITIONS)
