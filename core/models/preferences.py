"""How a person likes to see things; columns of the user, whose row every request reads anyway."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DateFormat(models.TextChoices):
    """How dates are written; blank is the language's own way."""

    EUROPEAN = "DD/MM/YYYY", "25/12/2026"
    AMERICAN = "MM/DD/YYYY", "12/25/2026"
    ISO = "YYYY-MM-DD", "2026-12-25"


class NumberFormat(models.TextChoices):
    """How numbers are written; blank is the language's own way."""

    SPACE_COMMA = "1 234,5", "1 234,5"
    COMMA_POINT = "1,234.5", "1,234.5"
    POINT_COMMA = "1.234,5", "1.234,5"


class Theme(models.TextChoices):
    """Light, dark or as the system; blank is what this browser was told last."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    AUTO = "auto", _("Like the system")


class Preferences(models.Model):
    """A person's choices; blank is the default of the organisation, the browser or the product."""

    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    date_format = models.CharField(_("dates"), max_length=10, choices=DateFormat.choices, blank=True)
    number_format = models.CharField(_("numbers"), max_length=10, choices=NumberFormat.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, blank=True)

    class Meta:
        abstract = True
