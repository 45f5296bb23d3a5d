"""What analytics refuses.

Refused
├── LayoutNotFound, ReportNotFound, ReportScheduleNotFound (NotFound)
├── LayoutNameTaken, ReportNotReady (Conflict)
"""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, NotFound


class LayoutNotFound(NotFound):
    """There is no such shared layout of the home page here."""

    code = "LAYOUT_NOT_FOUND"
    default_message = _("There is no such layout: it may have been removed.")


class LayoutNameTaken(Conflict):
    """A shared layout of the home page has this name already."""

    code = "LAYOUT_NAME_TAKEN"
    default_message = _("A layout has this name already: choose another one.")


class ReportNotFound(NotFound):
    """There is no such report here."""

    code = "REPORT_NOT_FOUND"
    default_message = _("There is no such report here.")


class ReportScheduleNotFound(NotFound):
    """There is no such scheduled report here."""

    code = "REPORT_SCHEDULE_NOT_FOUND"
    default_message = _("There is no such scheduled report here.")


class ReportNotReady(Conflict):
    """The report has no file: it is still being made, failed, or its file was removed by its age."""

    code = "REPORT_NOT_READY"
    default_message = _("This report has no file now: wait for its end, or make it again.")
