"""What a file may cost here: the readers' limits with this installation's settings."""

from django.conf import settings

from core.tabular import Limits


def limits() -> Limits:
    """The readers' limits; the largest file is a setting of the installation."""
    return Limits(max_file_bytes=settings.IMPORT_MAX_FILE_BYTES)
