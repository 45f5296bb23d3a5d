"""The settings of imports."""

from django.utils.translation import gettext_lazy as _

from core.configuration import Kind, Section, Setting

DEFINITIONS = (
    Setting(
        key="imports.ean_queue",
        kind=Kind.CHOICE,
        default="some",
        choices=(
            ("some", _("Yes, but not when nearly every row of a large file lacks one")),
            ("always", _("Always")),
            ("never", _("Never")),
        ),
        label=_("Queue products without EAN"),
        help=_("Imported products without EAN wait in a list in which somebody enters it; later files then get it."),
        section=Section.IMPORTS,
    ),
    Setting(
        key="exports.keep_days",
        kind=Kind.INT,
        default=30,
        minimum=1,
        maximum=365,
        unit=_("days"),
        label=_("Files of exports are kept"),
        help=_("After that the file is removed; the export stays in the history and can be run again."),
        section=Section.EXPORTS,
    ),
    Setting(
        key="exports.at_once",
        kind=Kind.INT,
        default=3,
        minimum=1,
        maximum=20,
        label=_("Exports made at the same time"),
        help=_("Further ones wait for their turn."),
        section=Section.EXPORTS,
    ),
)
