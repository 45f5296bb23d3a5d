"""What analytics tells people of."""

from django.utils.translation import gettext_lazy as _

from core.notifications import Kind

KINDS = (
    Kind(
        "report_ended",
        _("Report ended"),
        _("A report that you asked for is ready, or could not be made."),
        permission="read:reports",
    ),
)
