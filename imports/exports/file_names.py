"""Names of files with variables: {date}, {datetime}, {timestamp}, {format}, {count}."""

import re
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import InvalidInput

VARIABLES = ("date", "datetime", "timestamp", "format", "count")
USUAL = "products_{datetime}"
LONGEST = 120
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def checked_name(pattern: str) -> str:
    """The pattern; raises InvalidInput for an unknown variable or a name that is too long."""
    strange = [name for name in _VARIABLE.findall(pattern) if name not in VARIABLES]
    if strange:
        message = _("“{%(name)s}” is no variable of file names: use some of %(allowed)s.")
        words = {"name": strange[0], "allowed": ", ".join(f"{{{name}}}" for name in VARIABLES)}
        raise _refused(message % words)
    if len(pattern) > LONGEST:
        message = _("The name of the file has %(length)s characters: at most %(most)s are possible.")
        raise _refused(message % {"length": len(pattern), "most": LONGEST})
    return pattern


def file_name(pattern: str, *, extension: str, count: int, at: datetime | None = None) -> str:
    """The name with its variables filled in and its extension, without anything that leads out of a folder."""
    moment = timezone.localtime(at)
    values = {
        "date": f"{moment:%Y-%m-%d}",
        "datetime": f"{moment:%Y-%m-%d_%H%M%S}",
        "timestamp": str(int(moment.timestamp())),
        "format": extension,
        "count": str(count),
    }
    name = _VARIABLE.sub(lambda found: values.get(found[1], ""), pattern or USUAL)
    safe = _FORBIDDEN.sub("_", name).strip(" ._") or "products"
    return safe if safe.lower().endswith(f".{extension}") else f"{safe}.{extension}"


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, code="EXPORT_FILE_NAME_INVALID", fields={"file_name": [message]})
