"""What people can be told of: each kind with its name, who is concerned, and its usual ways."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models.notifications import Channel


@dataclass(frozen=True)
class Kind:
    """A kind of news. `permission`: who is told when nobody is named. `always` cannot be switched off at the bell.

    `mail_setting`: the organisation's setting that must be on for e-mails of this kind.
    """

    code: str
    label: Any
    description: Any
    channels: tuple[str, ...] = (Channel.BELL,)
    permission: str = ""
    always: bool = False
    mail_setting: str = ""


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; apps above call it in `AppConfig.ready` for kinds of their own."""
    KINDS.update({kind.code: kind for kind in kinds})


register(
    Kind(
        "import_completed",
        _("Import finished"),
        _("A supplier's file is in the catalogue."),
        permission="manage:imports",
        mail_setting="notifications.emailImportComplete",
    ),
    Kind(
        "import_failed",
        _("Import failed"),
        _("An import stopped before its end and needs somebody to look."),
        (Channel.BELL, Channel.EMAIL),
        permission="start:imports",
        mail_setting="notifications.emailImportError",
    ),
    Kind(
        "low_stock",
        _("Low stock"),
        _("The stock of products fell below the threshold."),
        permission="write:products",
    ),
    Kind("supplier_created", _("New supplier"), _("A supplier was added."), permission="write:suppliers"),
    Kind(
        "webhook_disabled",
        _("Webhook switched off"),
        _("An address did not take its deliveries and gets none any more."),
        (Channel.BELL, Channel.EMAIL),
        permission="manage:integrations",
    ),
    Kind(
        "security",
        _("Security alert"),
        _("Something happened to an account that its owner should know."),
        (Channel.BELL, Channel.EMAIL),
        permission="admin:users",
        always=True,
    ),
    Kind(
        "system",
        _("System"),
        _("Maintenance, updates, work that waits."),
        permission="admin:settings",
        always=True,
    ),
)
