"""The app core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("People and system")

    def ready(self) -> None:
        from core.apikeys import acts as apikeys
        from core.audit import core_acts, register
        from core.backoffice import audited as backoffice
        from core.configuration import acts as configuration
        from core.configuration import register as register_settings
        from core.configuration.definitions import DEFINITIONS
        from core.notifications import acts as notifications
        from core.palette import add_commands, offered, provide
        from core.people import acts as people
        from core.rest import violations
        from core.saved_views import acts as saved_views
        from core.signin import acts as signin
        from core.tokens import acts as tokens
        from core.webhooks import acts as webhooks

        register(
            *core_acts.ACTS,
            *backoffice.ACTS,
            *apikeys.ACTS,
            *configuration.ACTS,
            *tokens.ACTS,
            *people.ACTS,
            *signin.ACTS,
            *saved_views.ACTS,
            *violations.ACTS,
            *notifications.ACTS,
            *webhooks.ACTS,
        )
        register_settings(*DEFINITIONS)
        provide(offered.PAGES, offered.PEOPLE)
        add_commands(*offered.COMMANDS)
