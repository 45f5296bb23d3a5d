"""Small components: icons, badges, guesses, alerts, cards, tiles, whole-area states."""

import json
import re
from functools import cache
from typing import Any, TypedDict, Unpack

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobStatus

register = template.Library()

LEVEL_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-x"}
# Django's messages and the log levels of jobs speak of errors, the stylesheet of danger.
TONES = {"error": "danger", "critical": "danger", "debug": "neutral"}
JOB_LOOKS = {
    JobStatus.PENDING: ("neutral", "clock"),
    JobStatus.PROCESSING: ("accent", "loader-circle"),
    JobStatus.PAUSED: ("warning", "circle-pause"),
    JobStatus.COMPLETED: ("success", "circle-check"),
    JobStatus.FAILED: ("danger", "circle-x"),
    JobStatus.CANCELLED: ("neutral", "ban"),
}
LEVEL_NAMES = {
    "debug": gettext_lazy("Detail"),
    "info": gettext_lazy("Info"),
    "success": gettext_lazy("Success"),
    "warning": gettext_lazy("Warning"),
    "error": gettext_lazy("Error"),
    "critical": gettext_lazy("Critical"),
}
JSON_TOKEN = re.compile(
    r'(?P<key>"(?:\\.|[^"\\])*"(?=\s*:))|(?P<string>"(?:\\.|[^"\\])*")'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<word>true|false|null)"
)


@register.filter("message_tone")
def tone_of(level: str) -> str:
    """The tone of the stylesheet for a message or log level."""
    return TONES.get(level, level)


@register.filter("message_icon")
def icon_of(level: str) -> str:
    """The icon that goes with a message or log level."""
    return LEVEL_ICONS.get(tone_of(level), "info")


@register.simple_tag
def icon(name: str, css: str = "", *, label: str = "") -> SafeString:
    """A symbol of core/icons.svg; with a label it speaks to screen readers, without one it is decoration."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        voice,
        _symbols(),
        name,
    )


@cache
def _symbols() -> str:
    """The address of the file of symbols: a page names a hundred of them."""
    return static("core/icons.svg")


@register.simple_tag
def badge(text: Any, tone: str = "neutral", *, icon_name: str = "", dot: bool = False) -> SafeString:
    """A small label; tone is neutral, accent, success, warning, danger or info."""
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge tone-{}{}">{}{}</span>', tone, " badge-dot" if dot else "", mark, text)


@register.simple_tag
def job_state(status: str) -> SafeString:
    """The state of a job as a pill; the icon turns while the job is being processed."""
    tone, name = JOB_LOOKS[JobStatus(status)]
    mark = icon(name, "spin" if status == JobStatus.PROCESSING else "")
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, mark, JobStatus(status).label)


@register.simple_tag
def level(name: str) -> SafeString:
    """The level of a message or log line: debug, info, success, warning, error, critical."""
    return badge(LEVEL_NAMES.get(name, name), tone_of(name), dot=True)


@register.simple_tag
def guess(confidence: float, reason: str = "") -> SafeString:
    """Marks a value as guessed: confidence from 0 to 1 as a meter, the reason as a tool tip."""
    values = {"percent": round(confidence * 100), "reason": reason, "tone": _confidence_tone(confidence)}
    return render_to_string("components/guess.html", values)


def _confidence_tone(confidence: float) -> str:
    if confidence >= 0.9:
        return "success"
    return "info" if confidence >= 0.7 else "warning"


@register.simple_block_tag
def tip(content: SafeString, text: str) -> SafeString:
    """What is between the tags, with a tool tip that mouse and keyboard reach."""
    return format_html(
        '<span class="tip" tabindex="0">{}<span class="tip-text" role="tooltip">{}</span></span>', content, text
    )


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", *, title: str = "", cause: str = "", remedy: str = "") -> SafeString:
    """A box that says what happened, why, and what to do; the content may hold text and actions."""
    values = {"content": _trimmed(content), "title": title, "cause": cause, "remedy": remedy}
    return render_to_string("components/alert.html", {**values, "tone": tone_of(tone), "icon_name": icon_of(tone)})


@register.simple_block_tag
def page_header(content: SafeString, title: str, *, subtitle: str = "", mark: str = "") -> SafeString:
    """The head of a page: title, a mark beside it (a badge), a sentence, and the actions as content."""
    values = {"actions": _trimmed(content), "title": title, "subtitle": subtitle, "mark": mark}
    return render_to_string("components/page_header.html", values)


@register.simple_block_tag
def card(content: SafeString, title: str = "", *, note: str = "", flush: bool = False) -> SafeString:
    """A panel with an optional head; `flush` lets a table or a list touch its edges."""
    return render_to_string("components/card.html", {"content": content, "title": title, "note": note, "flush": flush})


@register.simple_block_tag
def empty(
    content: SafeString, title: str, *, text: str = "", icon_name: str = "inbox", tone: str = "neutral"
) -> SafeString:
    """A whole-area state: nothing yet, nothing found, no permission; actions as content."""
    values = {"actions": _trimmed(content), "title": title, "text": text, "icon_name": icon_name, "tone": tone}
    return render_to_string("components/empty.html", values)


def _trimmed(content: SafeString) -> SafeString:
    """Content without the blanks around it, so that an empty block counts as none."""
    return mark_safe(content.strip())  # noqa: S308


class StatOptions(TypedDict, total=False):
    """What a tile may say beyond label and value."""

    url: str
    note: str
    tone: str
    icon_name: str


@register.simple_tag
def stat(label: str, value: Any, **options: Unpack[StatOptions]) -> SafeString:
    """A tile with one number; with a url the whole tile is the link to its filtered list."""
    return render_to_string("components/stat.html", {"label": label, "value": value, **options})


@register.simple_tag
def diff(old: Any, new: Any) -> SafeString:
    """Old and new value side by side; a missing one is said, not left blank."""
    arrow = icon("arrow-right", label=_("becomes"))
    return format_html('<span class="diff"><del>{}</del>{}<ins>{}</ins></span>', _shown(old), arrow, _shown(new))


@register.filter
def or_blank(value: Any) -> Any:
    """The value, or a quiet “(empty)” for None and the empty text."""
    return _shown(value)


def _shown(value: Any) -> Any:
    return format_html('<span class="blank">{}</span>', _("(empty)")) if value in (None, "") else value


@register.simple_tag
def json_view(value: Any) -> SafeString:
    """A value, or a text that holds JSON, as indented and coloured JSON; other text as it is."""
    text = value
    if not isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    elif value.lstrip()[:1] in ("{", "["):
        text = _reindented(value)
    return format_html('<pre class="code" tabindex="0">{}</pre>', _coloured(text))


def _reindented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text


def _coloured(text: str) -> SafeString:
    parts, end = [], 0
    for found in JSON_TOKEN.finditer(text):
        parts += [
            escape(text[end : found.start()]),
            format_html('<span class="{}">{}</span>', found.lastgroup, found.group()),
        ]
        end = found.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  every part is escaped above


@register.simple_tag
def skeleton(lines: int = 6) -> SafeString:
    """Grey bars in the place of what is being loaded."""
    bars = mark_safe("<span></span>" * lines)  # noqa: S308
    return format_html('<div class="skeleton" role="status" aria-label="{}">{}</div>', _("Loading"), bars)
