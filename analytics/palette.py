"""Pages of insights that the search over everything leads to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Command

COMMANDS = (
    Command(_("Home"), "analytics:home", "house", words=_("dashboard start")),
    Command(_("Activity"), "analytics:activity", "history", permission="admin:access", words=_("audit trail log")),
)
