"""What the audit trail tells about API keys."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("api_key.created", Category.ADMINISTRATION, _("Made the API key %(subject)s")),
    Act("api_key.changed", Category.ADMINISTRATION, _("Changed the API key %(subject)s")),
    Act("api_key.rotated", Category.ADMINISTRATION, _("Gave the API key %(subject)s a new secret")),
    Act("api_key.switched_on", Category.ADMINISTRATION, _("Switched the API key %(subject)s on")),
    Act("api_key.switched_off", Category.ADMINISTRATION, _("Switched the API key %(subject)s off")),
    Act("api_key.deleted", Category.ADMINISTRATION, _("Removed the API key %(subject)s")),
)
