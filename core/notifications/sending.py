"""Sending what waits in the queue of messages: e-mail by SMTP, SMS and chat by the organisation's provider."""

import logging
import smtplib
import time
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext as _

from core import files
from core.errors import ProductsManagerError, Terminal, Transient
from core.jobs.retry import RETRY_MINUTES
from core.models import OutgoingMessage
from core.models.notifications import Channel
from core.notifications import providers
from core.outgoing import DeliveryStatus, claim, postpone, settle

logger = logging.getLogger(__name__)
TURN_SECONDS = 50


class MessageRefused(Terminal):
    """The mail server does not take this message for this recipient, now or later."""

    code = "MESSAGE_REFUSED"


class MailServerAway(Transient):
    """The mail server cannot be reached, or says to come back later."""

    code = "MAIL_SERVER_AWAY"


def send_waiting(*, seconds: float = TURN_SECONDS) -> int:
    """Send what is due, oldest first, for at most so many seconds; returns how many were tried."""
    end = time.monotonic() + seconds
    tried = 0
    rows = OutgoingMessage.objects.order_by("next_attempt_at", "created_at")
    while time.monotonic() < end and (message := claim(rows)) is not None:
        attempt(message)
        tried += 1
    return tried


def attempt(message: OutgoingMessage) -> None:
    """Send a claimed message and write down how it went: done, again after 1, 5, 15, 60, 240 minutes, or failed."""
    try:
        _send(message)
    except Transient as error:
        _later(message, error)
    except ProductsManagerError as error:
        settle(message, DeliveryStatus.FAILED, error=_told(error))
    except Exception as error:
        logger.exception("message %s cannot be sent", message.pk)
        settle(message, DeliveryStatus.FAILED, error=_told(error))
    else:
        settle(message, DeliveryStatus.DELIVERED, error="")


def _later(message: OutgoingMessage, error: Transient) -> None:
    if message.attempts > len(RETRY_MINUTES):
        settle(message, DeliveryStatus.FAILED, error=_told(error))
        return
    minutes = RETRY_MINUTES[message.attempts - 1]
    postpone(message, timezone.now() + timedelta(minutes=minutes), error=_told(error))


def _send(message: OutgoingMessage) -> None:
    if message.channel == Channel.EMAIL:
        _send_mail(message)
    else:
        providers.send(message)


def _send_mail(message: OutgoingMessage) -> None:
    """One mail by SMTP; raises MailServerAway for what passes by itself, MessageRefused for what does not."""
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.recipient])
    # The same at every attempt, so that a mailbox can tell a repetition.
    mail.extra_headers = {"Message-ID": f"<{message.pk}@products-manager>", "Auto-Submitted": "auto-generated"}
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.attachment_key:
        mail.attach(message.attachment_name, _attached(message.attachment_key))
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _answered(code, answer) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        text = _("The mail server does not answer properly: %(reason)s.")
        raise MailServerAway(text % {"reason": f"{type(error).__name__} {error}".strip()}) from error


def _attached(key: str) -> bytes:
    try:
        with files.open_file(key) as stream:
            content: bytes = stream.read()
    except FileNotFoundError as error:
        raise MessageRefused(_("The file that goes with this mail was removed: nothing was sent.")) from error
    return content


def _answered(code: int, answer: bytes | str) -> ProductsManagerError:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    values = {"code": code, "answer": words[:300]}
    if 400 <= code < 500:
        return MailServerAway(_("The mail server says to come back later: %(code)s %(answer)s") % values)
    return MessageRefused(_("The mail server refuses the mail: %(code)s %(answer)s") % values)


def _told(error: Exception) -> str:
    return str(error)[:1000] if isinstance(error, ProductsManagerError) else type(error).__name__
