"""The acts of analytics."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("audit.exported", Category.EXPORTS, _("Exported the audit trail")),
    Act("audit.swept", Category.SYSTEM, _("Removed %(count)s acts older than the retention period")),
    Act("layout.shared", Category.SYSTEM, _("Shared the layout %(subject)s of the home page")),
    Act("layout.deleted", Category.SYSTEM, _("Removed the layout %(subject)s of the home page")),
    Act("report.started", Category.EXPORTS, _("Asked for the report %(subject)s")),
    Act("report.completed", Category.EXPORTS, _("Made the report %(subject)s")),
    Act("report.failed", Category.EXPORTS, _("Could not make the report %(subject)s")),
    Act("report.taken", Category.EXPORTS, _("Took the report %(subject)s home")),
    Act("report_schedule.created", Category.EXPORTS, _("Scheduled the report %(subject)s")),
    Act("report_schedule.changed", Category.EXPORTS, _("Changed the scheduled report %(subject)s")),
    Act("report_schedule.deleted", Category.EXPORTS, _("Removed the scheduled report %(subject)s")),
)
