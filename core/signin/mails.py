"""What people are mailed about their account.

Mails with a one-time link are sent at once by the worker and are kept nowhere; notices go through the queue of
notifications.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.configuration import preferences
from core.models import User
from core.notifications.mail import queue_mail


@dataclass(frozen=True)
class Mail:
    """A subject, some paragraphs, and the words on the link; all may name values: `%(email)s`."""

    subject: Any
    paragraphs: tuple[Any, ...]
    label: Any = ""


MAILS = {
    "reset": Mail(
        _("A new password"),
        (
            _("Somebody asked for a new password for %(email)s. If it was you, choose one now."),
            _("The link works once, for %(minutes)d minutes. If it was not you, do nothing: your password stays."),
        ),
        _("Choose a new password"),
    ),
    "email": Mail(
        _("Confirm your new e-mail address"),
        (
            _("%(email)s shall be the address you sign in with. Confirm it to make it so."),
            _("The link works once, for %(minutes)d minutes."),
        ),
        _("Confirm the address"),
    ),
    "invitation": Mail(
        _("%(by)s invites you to %(tenant)s"),
        (
            _("%(by)s invites you to work with %(tenant)s in Products Manager."),
            _("The link works once, until %(until)s."),
        ),
        _("Accept the invitation"),
    ),
    "password_changed": Mail(
        _("Your password was changed"),
        (
            _("The password of %(email)s was changed on %(now)s. All other sessions have ended."),
            _("If it was not you, ask for a new password at once and tell your administrator."),
        ),
    ),
    "email_changed": Mail(
        _("Your e-mail address was changed"),
        (
            _("Your account now belongs to %(email)s; this address cannot sign in any more."),
            _("If it was not you, tell your administrator at once."),
        ),
    ),
    "two_factor_on": Mail(
        _("Two-step sign-in is on"),
        (_("Since %(now)s, signing in as %(email)s asks for a code of your authenticator app."),),
    ),
    "two_factor_off": Mail(
        _("Two-step sign-in is off"),
        (
            _("Since %(now)s, signing in as %(email)s asks for the password only."),
            _("If it was not you, change your password at once and tell your administrator."),
        ),
    ),
}


def language_of(user: User, otherwise: str = "") -> str:
    """The language the person chose, else the given one, else the installation's."""
    return user.language or otherwise or preferences.language_of(user)


def send(to: str, name: str, *, language: str, path: str, **values: Any) -> None:
    """Send a mail with a link to `path`, now; raises OSError or SMTPException when the mail server does not take it."""
    subject, text, html = rendered(name, language=language, path=path, values={"email": to, **values})
    message = EmailMultiAlternatives(subject, text, to=[to])
    message.attach_alternative(html, "text/html")
    message.send()


def queue_notice(user: User, name: str, *, to: str = "") -> None:
    """Tell the person what happened to the account; it leaves with the queue and is tried again when need be."""
    subject, text, html = rendered(name, language=language_of(user), path="", values={"email": user.email})
    queue_mail(to=to or user.email, subject=subject, text=text, html=html)


def rendered(name: str, *, language: str, path: str, values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail in that language."""
    mail = MAILS[name]
    with translation.override(language):
        now = date_format(timezone.localtime(), "DATETIME_FORMAT")
        known = {"now": now, **values}
        subject = " ".join((str(mail.subject) % known).split())
        paragraphs = [str(paragraph) % known for paragraph in mail.paragraphs]
        quoted = str(values.get("message", ""))
        link = urljoin(settings.SITE_URL, path) if path else ""
        plain = "\n\n".join(part for part in (paragraphs[0], quoted, *paragraphs[1:], link) if part)
        context = {"title": subject, "paragraphs": paragraphs, "quoted": quoted, "link": link, "label": mail.label}
        return subject, f"{plain}\n\n-- \n{settings.SITE_NAME}\n", render_to_string("mail/signin.html", context)
