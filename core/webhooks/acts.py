"""What people and jobs do to webhooks, for the audit trail."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("webhook.created", Category.ADMINISTRATION, _("Added the webhook %(subject)s")),
    Act("webhook.updated", Category.ADMINISTRATION, _("Changed the webhook %(subject)s")),
    Act("webhook.deleted", Category.ADMINISTRATION, _("Deleted the webhook %(subject)s")),
    Act("webhook.started", Category.ADMINISTRATION, _("Switched the webhook %(subject)s on")),
    Act("webhook.stopped", Category.ADMINISTRATION, _("Switched the webhook %(subject)s off")),
    Act("webhook.failed", Category.SYSTEM, _("The webhook %(subject)s went off after too many failures")),
    Act("webhook.gone", Category.SYSTEM, _("The webhook %(subject)s went off: its address is gone for good")),
    Act("webhook.secret_changed", Category.ADMINISTRATION, _("Gave the webhook %(subject)s a new secret")),
    Act("webhook.tested", Category.ADMINISTRATION, _("Tested the webhook %(subject)s")),
    Act("webhook.replayed", Category.ADMINISTRATION, _("Sent deliveries of the webhook %(subject)s again: %(count)s")),
)
