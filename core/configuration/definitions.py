"""The settings of core; the apps above register theirs from their own `configuration` modules."""

from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.configuration.registry import Choices, Kind, Section, Setting


def time_zones() -> Choices:
    """All zones of the time zone database, by name."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


DEFINITIONS = (
    Setting(
        key="general.language",
        kind=Kind.CHOICE,
        default=settings.LANGUAGE_CODE,
        choices=settings.LANGUAGES,
        label=_("Language"),
        help=_("Of e-mails to people who have not chosen a language themselves."),
        section=Section.GENERAL,
    ),
    Setting(
        key="general.time_zone",
        kind=Kind.CHOICE,
        default=settings.TIME_ZONE,
        choices=time_zones,
        label=_("Time zone"),
        help=_("Dates and times are shown in it to people who have not chosen another one themselves."),
        section=Section.GENERAL,
    ),
    Setting(
        key="security.two_factor",
        kind=Kind.CHOICE,
        default="optional",
        choices=(("optional", _("Optional")), ("mandatory", _("Mandatory"))),
        label=_("Second factor at sign-in"),
        help=_("Mandatory: everybody needs a code from an app besides the password."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.two_factor_grace_days",
        kind=Kind.INT,
        default=7,
        minimum=0,
        maximum=90,
        unit=_("days"),
        label=_("Time to set up the second factor"),
        help=_("Once it is mandatory, people may sign in that long without it."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.session_idle_minutes",
        kind=Kind.INT,
        default=30,
        minimum=5,
        maximum=1440,
        unit=_("minutes"),
        label=_("Sign out when idle"),
        help=_("Somebody who does nothing for so long has to sign in again."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.session_max_days",
        kind=Kind.INT,
        default=7,
        minimum=1,
        maximum=90,
        unit=_("days"),
        label=_("Longest session"),
        help=_("Everybody has to sign in again after so long, whatever they did meanwhile."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.password_min_length",
        kind=Kind.INT,
        default=10,
        minimum=8,
        maximum=64,
        unit=_("characters"),
        label=_("Shortest password"),
        help=_("Counts for new passwords; existing ones stay valid."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.password_history",
        kind=Kind.INT,
        default=3,
        minimum=0,
        maximum=24,
        label=_("Former passwords that are refused"),
        help=_("A new password must not be one of the last ones; 0 allows every one."),
        section=Section.SECURITY,
    ),
    Setting(
        key="security.reset_minutes",
        kind=Kind.INT,
        default=15,
        minimum=5,
        maximum=1440,
        unit=_("minutes"),
        label=_("Life of a reset link"),
        help=_("The link of the e-mail with which people choose a new password works for so long."),
        section=Section.SECURITY,
    ),
    Setting(
        key="audit.retention_months",
        kind=Kind.INT,
        default=12,
        minimum=1,
        maximum=120,
        unit=_("months"),
        label=_("Keep the audit trail"),
        help=_("Older entries are deleted."),
        section=Section.AUDIT,
    ),
    Setting(
        key="webhooks.most_products_per_batch",
        kind=Kind.INT,
        default=1000,
        minimum=0,
        maximum=100_000,
        unit=_("products"),
        label=_("Products told one by one"),
        help=_("An import that changes more products sends one webhook about all of them instead of one for each."),
        section=Section.WEBHOOKS,
    ),
    Setting(
        key="webhooks.allow_private",
        kind=Kind.BOOL,
        default=False,
        superuser=True,
        label=_("Webhooks may call private addresses"),
        help=_("Only for receivers inside your own network: it opens that network to whoever may write webhooks."),
        section=Section.WEBHOOKS,
    ),
    Setting(
        key="notifications.emailImportComplete",
        kind=Kind.BOOL,
        default=True,
        label=_("E-mail when an import is completed"),
        help=_("To those who follow imports and want e-mails."),
        section=Section.NOTIFICATIONS,
    ),
    Setting(
        key="notifications.emailImportError",
        kind=Kind.BOOL,
        default=True,
        label=_("E-mail when an import fails"),
        help=_("To those who follow imports and want e-mails."),
        section=Section.NOTIFICATIONS,
    ),
)
