"""Background work of signing in: mails with links, news for administrators, tidying."""

from smtplib import SMTPException
from typing import Any
from uuid import UUID

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.signin import links, lockout, services

# A mail server that is away for some minutes: the link is worth nothing later.
MAIL: dict[str, Any] = {
    "autoretry_for": (OSError, SMTPException),
    "retry_backoff": 10,
    "retry_backoff_max": 120,
    "max_retries": 5,
}


@shared_task(**MAIL)
def send_reset_link(*, email: str, language: str = "") -> bool:
    """Mail a link for a new password, if the address has an account."""
    return services.send_reset_link(email=email, language=language)


@shared_task(**MAIL)
def send_email_link(*, user_id: str, email: str, language: str = "") -> bool:
    """Mail a link that confirms a new e-mail address."""
    return services.send_email_link(user_id=user_id, email=email, language=language)


@shared_task(**MAIL)
def send_invitation(*, invitation_id: str) -> bool:
    """Mail an invitation."""
    return services.send_invitation(invitation_id=UUID(invitation_id))


@shared_task
def send_waiting_invitations() -> int:
    """Mail the invitations that were written down while no broker or worker was there."""
    waiting = services.unsent_invitations()
    for invitation_id in waiting:
        send_invitation.delay(invitation_id=str(invitation_id))
    return len(waiting)


@shared_task
def tell_lock(*, email: str, failures: int) -> int:
    """Tell administrators that signing in is locked."""
    return services.tell_lock(email=email, failures=failures)


@shared_task
def sweep() -> int:
    """Remove what is over: links, counters, sessions."""
    expired, _rows = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return links.sweep() + lockout.sweep() + services.sweep_sessions() + expired
