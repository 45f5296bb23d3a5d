"""How large the body of a request may be."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import Refused

MEGABYTE = 1024 * 1024


class BodyTooLarge(Refused):
    """The body of the request is larger than this installation takes."""

    code = "PAYLOAD_TOO_LARGE"
    status = 413

    def __init__(self, allowed: int) -> None:
        message = _("The body of the request is too large: at most %(allowed)s MB are taken here.")
        super().__init__(message % {"allowed": f"{allowed / MEGABYTE:g}"}, max_bytes=allowed)


def most_bytes(content_type: str) -> int:
    """How large a body of that type may be."""
    if content_type == "multipart/form-data":
        return settings.API_MAX_UPLOAD_BYTES
    return settings.API_MAX_BODY_BYTES
