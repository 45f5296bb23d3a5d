"""What people do to the ways of messages, for the audit trail."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("messages.sent_again", Category.SYSTEM, _("Sent failed messages again: %(count)s")),
    Act("message_provider.saved", Category.ADMINISTRATION, _("Set up the sending of messages by %(channel)s")),
    Act("message_provider.deleted", Category.ADMINISTRATION, _("Removed the sending of messages by %(channel)s")),
    Act("message_provider.tested", Category.ADMINISTRATION, _("Tested the sending of messages by %(channel)s")),
)
