"""Background tasks of tokens."""

from celery import shared_task

from core.tokens import services


@shared_task
def forget_expired_sign_ins() -> int:
    """Remove the sign-ins of programs whose last token has expired."""
    return services.sweep()
