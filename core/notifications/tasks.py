"""Background tasks of notifications: the queue of messages, and the end of old rows."""

from celery import shared_task

from core.notifications.sending import send_waiting
from core.notifications.services import forget_old
from core.tenancy import every_tenant


@shared_task
def send_messages() -> int:
    """Send the messages that are due."""
    with every_tenant():
        return send_waiting()


@shared_task
def forget_old_notifications() -> int:
    """Remove expired notifications and messages that ended long ago."""
    with every_tenant():
        return forget_old()
