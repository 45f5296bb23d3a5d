"""The encryption keys of this installation: read from the settings, or from a file that may change while we run."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 32

_lock = threading.Lock()
_read: dict[str, tuple[tuple[int, int, int], tuple[str, ...]]] = {}


def keys_in(text: str) -> list[str]:
    """The keys of a text, one a line or separated by commas; raises ImproperlyConfigured for none or a short one."""
    keys = text.replace(",", " ").split()
    if not keys:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty: set at least one long random key.")
    for place, key in enumerate(keys, 1):
        if len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(
                f"Key {place} of ENCRYPTION_KEYS has {len(key)} characters: at least {SHORTEST_KEY} are needed, "
                "such as those of `python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
    return keys


def current_keys() -> tuple[str, ...]:
    """The keys, the first of which encrypts; a key file that has changed is read again, without a restart."""
    path: str = str(settings.ENCRYPTION_KEYS_PATH or "")
    if not path:
        return tuple(settings.ENCRYPTION_KEYS)
    try:
        found = Path(path).stat()
        state = (found.st_mtime_ns, found.st_ino, found.st_size)
        known = _read.get(path)
        if known is None or known[0] != state:
            with _lock:
                known = (state, tuple(keys_in(Path(path).read_text(encoding="utf-8"))))
                _read[path] = known
        return known[1]
    except (OSError, ImproperlyConfigured):
        # Whoever edits the file by hand may leave it broken for a moment: go on with what is known.
        return _read[path][1] if path in _read else tuple(settings.ENCRYPTION_KEYS)


def write_keys(path: Path, keys: Sequence[str]) -> None:
    """Replace the key file in one step, owner-only: a reader sees the old keys or the new ones, never half of them."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
