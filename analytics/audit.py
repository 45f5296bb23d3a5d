"""The acts of analytics."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("audit.exported", Category.EXPORTS, _("Exported the audit trail")),
    Act("audit.swept", Category.SYSTEM, _("Removed %(count)s acts older than the retention period")),
)
