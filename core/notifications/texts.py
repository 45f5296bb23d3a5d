"""The words of a piece of news: source texts and values, put into the reader's language when they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from core.configuration.formats import written_number
from core.models import Tenant


@dataclass(frozen=True)
class Text:
    """A title and a message in the source language, with the values they name."""

    title: str
    message: str
    params: Mapping[str, Any]

    @classmethod
    def of(cls, title: Any, message: Any, params: Mapping[str, Any]) -> "Text":
        """From marked or lazy texts; values become what JSON can hold."""
        plain = {name: value if isinstance(value, (int, float, str)) else str(value) for name, value in params.items()}
        return cls(source_text(title), source_text(message), plain)

    def rendered(self) -> tuple[str, str]:
        """Title and message in the active language."""
        return in_words(self.title, self.params), in_words(self.message, self.params)


def source_text(text: Any) -> str:
    """The text as it stands in the source, whichever language is active."""
    if not isinstance(text, Promise):
        return str(text)
    with override(None):
        return str(text)


def in_words(source: str, params: Mapping[str, Any]) -> str:
    """The source text in the active language with its values; one that lacks a value is shown as it is."""
    if not source:
        return ""
    text = gettext(source)
    if not params:
        return text
    try:
        return text % {name: _written(value) for name, value in params.items()}
    except (KeyError, ValueError, TypeError):
        return text


def _written(value: Any) -> Any:
    """Whole numbers as the reader writes them."""
    return written_number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def mail_of(text: Text, *, url: str, tenant_id: UUID | None) -> tuple[str, str, str]:
    """Subject, text and HTML of the e-mail, in the active language."""
    title, message = text.rendered()
    tenant = Tenant.objects.filter(pk=tenant_id).values_list("name", flat=True).first() if tenant_id else ""
    link = urljoin(settings.SITE_URL, url) if url else ""
    choices = urljoin(settings.SITE_URL, "/profile/notifications/")
    foot = gettext("You choose what you hear of, and how: %(address)s") % {"address": choices}
    plain = "\n\n".join(
        part for part in (message or title, link, f"-- \n{tenant or settings.SITE_NAME}\n{foot}") if part
    )
    values = {"title": title, "message": message, "link": link, "tenant": tenant or "", "choices": choices}
    return title, plain, render_to_string("mail/notification.html", values)
