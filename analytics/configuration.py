"""The settings of analytics."""

from django.utils.translation import gettext_lazy as _

from core.configuration import Kind, Section, Setting

DEFINITIONS = (
    Setting(
        key="dashboard.recent_activity",
        kind=Kind.INT,
        default=20,
        minimum=5,
        maximum=100,
        label=_("Activities on the home page"),
        help=_("How many of the latest events the home page and the API name."),
        section=Section.GENERAL,
    ),
    Setting(
        key="dashboard.silent_days",
        kind=Kind.INT,
        default=7,
        minimum=1,
        maximum=90,
        unit=_("days"),
        label=_("A supplier is silent after"),
        help=_("The home page warns of active suppliers without an import for so long."),
        section=Section.GENERAL,
    ),
    Setting(
        key="reports.keep_days",
        kind=Kind.INT,
        default=90,
        minimum=1,
        maximum=730,
        unit=_("days"),
        label=_("Files of reports are kept"),
        help=_("After that the file is removed; the report stays in the history and can be made again."),
        section=Section.EXPORTS,
    ),
)
