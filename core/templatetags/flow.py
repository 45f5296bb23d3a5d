"""Components of movement: navigation, tabs, wizard, timeline, progress, menus, dialogs."""

from datetime import timedelta
from typing import Any, TypedDict, Unpack

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.ui import icon

register = template.Library()

STEP_LOOKS = {
    "done": ("success", "check"),
    "current": ("accent", "loader-circle"),
    "todo": ("neutral", "circle-dashed"),
    "warning": ("warning", "triangle-alert"),
    "failed": ("danger", "x"),
    "paused": ("warning", "pause"),
    "skipped": ("neutral", "skip-forward"),
}
CURRENT = format_html('{}="page"', "aria-current")


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One place on the path to this page; the last one, the page itself, has no url."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li><span aria-current="page">{}</span></li>', label)


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context, label: str, icon_name: str, url: str, *apart: str, namespace: str = "", also: str = ""
) -> SafeString:
    """An entry of the side bar, marked on its own page and those below it; nothing when a module has no pages.

    `apart` are addresses below its own that are entries themselves, `also` is a page of it at another address;
    `namespace` names its pages where others stand below its address as well.
    """
    if not url:
        return SafeString()
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    here = (
        namespace in match.namespaces
        if namespace and match
        else bool(request and request.path.startswith((url, also or url)) and not request.path.startswith(apart))
    )
    current = CURRENT if here else ""
    return format_html(
        '<li><a class="nav-link" href="{}" title="{}" {}>{}<span class="nav-label">{}</span></a></li>',
        url,
        label,
        current,
        icon(icon_name),
        label,
    )


@register.simple_block_tag
def tabs(content: SafeString, label: str) -> SafeString:
    """A row of tabs; each is a link, so that every tab has its address."""
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, content)


@register.simple_tag
def tab(label: str, url: str, *, current: bool = False, count: Any = None, tone: str = "neutral") -> SafeString:
    """One tab: its label, its address, whether it is shown now, and a count beside it."""
    number = "" if count is None else format_html('<span class="badge tone-{}">{}</span>', tone, count)
    return format_html('<a class="tab" href="{}" {}>{}{}</a>', url, CURRENT if current else "", label, number)


@register.simple_block_tag
def stepper(content: SafeString, label: str) -> SafeString:
    """The stages of a wizard, in order."""
    return format_html('<nav aria-label="{}"><ol class="stepper">{}</ol></nav>', label, content)


@register.simple_tag
def stage(label: str, state: str = "todo", *, url: str = "") -> SafeString:
    """A stage of a wizard: done, current or todo; with a url one can go (back) to it."""
    inner = format_html(
        '<span class="stage-mark">{}</span><span class="stage-label">{}</span>',
        icon("check") if state == "done" else "",
        label,
    )
    here = format_html('{}="step"', "aria-current") if state == "current" else ""
    body = format_html('<a href="{}">{}</a>', url, inner) if url else format_html("<span>{}</span>", inner)
    return format_html('<li class="stage is-{}" {}>{}</li>', state, here, body)


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """Steps of a job, or moments of a history, from top to bottom."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_tag
def step(label: str, state: str = "todo", *, detail: str = "", time: str = "") -> SafeString:
    """A step: done, current, todo, warning, failed, paused or skipped; a detail below it, a time at its end."""
    tone, name = STEP_LOOKS[state]
    values = {"label": label, "state": state, "detail": detail, "time": time, "tone": tone, "icon_name": name}
    return render_to_string("components/step.html", values)


class ProgressOptions(TypedDict, total=False):
    """What a progress bar may say beyond its length."""

    rate: float | None
    remaining: float | timedelta | None
    tone: str
    label: str


@register.simple_tag
def progress(value: int, total: int | None, **options: Unpack[ProgressOptions]) -> SafeString:
    """Rows done of all rows, with rows per second and the time left (seconds or timedelta).

    Without a total the bar only shows movement.
    """
    share = value / total if total else None
    return render_to_string("components/progress.html", {"value": value, "total": total, "share": share, **options})


@register.simple_block_tag
def menu(
    content: SafeString, name: str, label: str, *, icon_name: str = "ellipsis", css: str = "btn-ghost btn-icon"
) -> SafeString:
    """A button that opens a list of `.menu-item` links and buttons; `name` is its id, `label` says what it is for."""
    values = {"content": content, "name": name, "label": label, "icon_name": icon_name, "css": css}
    return render_to_string("components/menu.html", values)


@register.simple_block_tag
def dialog(content: SafeString, name: str, title: str, *, css: str = "") -> SafeString:
    """A modal dialog; a button with `command="show-modal" commandfor="name"` opens it."""
    return render_to_string("components/dialog.html", {"content": content, "name": name, "title": title, "css": css})


class ConfirmOptions(TypedDict, total=False):
    """How a question asks: the words on its button, whether it destroys something, an extra field to send."""

    label: str
    danger: bool
    field: str
    value: str


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: SafeString, name: str, title: str, url: str, **options: Unpack[ConfirmOptions]
) -> SafeString:
    """A question before an act: the content says what will happen and to how many; the answer is a POST to `url`."""
    values = {"content": content, "name": name, "title": title, "url": url, "csrf_token": context.get("csrf_token")}
    return render_to_string("components/confirm.html", {**values, **options})
