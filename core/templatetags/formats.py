"""Numbers, durations and moments in the user's language."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.configuration.formats import written_moment, written_number

register = template.Library()


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """12430 as 12,430 or 12 430; None as a dash."""
    if value is None:
        return "–"
    return written_number(value, decimals)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent."""
    if share is None:
        return "–"
    return _("%(number)s%%") % {"number": number(round(share * 100, decimals), decimals)}


@register.filter
def duration(seconds: float | timedelta | None) -> str:
    """A length of time by its two largest units: 42 s, 3 min 05 s, 2 h 10 min, 4 d 3 h."""
    if seconds is None:
        return "–"
    length = seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)
    if 0 < length < 1:
        return _("less than 1 s")
    minutes, rest = divmod(round(length), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    values = {"days": days, "hours": hours, "minutes": minutes, "seconds": rest}
    if days:
        return _("%(days)d d %(hours)d h") % values
    if hours:
        return _("%(hours)d h %(minutes)02d min") % values
    return _("%(minutes)d min %(seconds)02d s") % values if minutes else _("%(seconds)d s") % values


@register.filter
def filesize(size: float | None) -> str:
    """Bytes as kB, MB or GB (powers of 1000, as file managers show them)."""
    if size is None:
        return "–"
    for unit in (_("%(size)s B"), _("%(size)s kB"), _("%(size)s MB")):
        if size < 1000:
            return unit % {"size": _short(size)}
        size /= 1000
    return _("%(size)s GB") % {"size": _short(size)}


def _short(size: float) -> str:
    """One decimal below ten, none above or for whole numbers."""
    decimals = 0 if size >= 10 or size == int(size) else 1
    return number(round(size, decimals), decimals)


@register.filter
def when(moment: datetime | None) -> SafeString:
    """How long ago, with the exact local time as a tool tip of the browser."""
    if moment is None:
        return SafeString("–")
    local = timezone.localtime(moment)
    exact = written_moment(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, naturaltime(moment))


@register.filter
def moment(value: datetime | None) -> SafeString:
    """The local date and time in short."""
    if value is None:
        return SafeString("–")
    local = timezone.localtime(value)
    shown = written_moment(local, "SHORT_DATETIME_FORMAT")
    return format_html('<time class="nowrap" datetime="{}">{}</time>', local.isoformat(), shown)
