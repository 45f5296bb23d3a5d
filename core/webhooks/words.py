"""What went wrong with a delivery, in the reader's words."""

from django.utils.translation import gettext as _

from core.webhooks.delivering import GONE, PASSING


def in_words(code: str, *, status: int | None, error: str) -> str:
    """One sentence for the error of a delivery; empty when there was none."""
    if not code:
        return error
    if status is not None:
        return _of_status(status, error)
    sentences = {
        "REMOTE_TIMEOUT": _("No answer within 30 seconds."),
        "REMOTE_UNAVAILABLE": _("The receiver could not be reached, or hung up: %(detail)s") % {"detail": error},
        "ADDRESS_NOT_ALLOWED": _("The address leads into a private network, which is not allowed here."),
        "WEBHOOK_OFF": _("The webhook was switched off before this was delivered."),
        "SECRET_UNREADABLE": _("The secret cannot be read with the keys of this installation: give it a new one."),
    }
    return sentences.get(code, error)


def _of_status(status: int, detail: str) -> str:
    if status == GONE:
        return _("The address is gone for good (410).")
    if 300 <= status < 400:
        message = _("The receiver redirects to %(address)s, which is not followed: enter that address.")
        return message % {"address": detail}
    if 400 <= status < 500 and status not in PASSING:
        message = _("The receiver refuses it with status %(status)s; it is not sent again by itself.")
        return message % {"status": status}
    return _("The receiver answers with status %(status)s.") % {"status": status}
