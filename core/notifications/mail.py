"""The queue of messages: written with the change they tell about, sent by the worker."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.databases import after_commit, atomic
from core.errors import InvalidInput
from core.jobs.queue import enqueue
from core.models import OutgoingMessage
from core.models.notifications import Channel

SEND = "core.notifications.tasks.send_messages"
QUEUE = "channels"
LONGEST_SUBJECT = 250


@dataclass(frozen=True)
class Attachment:
    """A kept file (its key in core.files) that goes with an e-mail, under this name."""

    key: str
    name: str


def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    tenant_id: UUID | None = None,
    key: str = "",
    attachment: Attachment | None = None,
) -> UUID | None:
    """Put an e-mail into the queue; it leaves after the commit and is tried again for some hours when need be.

    An attached file has to be kept until then. Returns its id, or None when a mail of the same `key` was queued before.
    Raises InvalidInput for what is no e-mail address. A line break in the subject becomes a blank.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        message = _("“%(address)s” is no e-mail address: one like name@example.org is needed.")
        raise InvalidInput(message % {"address": to}, field="to") from error
    return _queue(
        OutgoingMessage(
            tenant_id=tenant_id,
            channel=Channel.EMAIL,
            recipient=to,
            subject=_one_line(subject),
            text=text,
            html=html,
            key=key,
            attachment_key=attachment.key if attachment else "",
            attachment_name=attachment.name if attachment else "",
        )
    )


def queue_message(
    *,
    channel: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    tenant_id: UUID | None = None,
    key: str = "",
) -> UUID | None:
    """Put a message of any channel into the queue; None when one of the same `key` is there already."""
    return _queue(
        OutgoingMessage(
            tenant_id=tenant_id,
            channel=channel,
            recipient=recipient,
            subject=_one_line(subject),
            text=text,
            html=html,
            key=key,
        )
    )


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def _queue(row: OutgoingMessage) -> UUID | None:
    with atomic("core"):
        OutgoingMessage.objects.bulk_create([row], ignore_conflicts=True)
        if row.key and not OutgoingMessage.objects.filter(pk=row.pk).exists():
            return None
        after_commit("core", lambda: enqueue(SEND, queue=QUEUE))
    return row.pk
