"""Secrets at rest: encrypted with the key of this installation, shown as a mask."""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.errors import Terminal
from core.keyring import current_keys

MASK = "••••••••"


class SecretUnreadable(Terminal):
    """A stored secret was encrypted with a key this installation no longer has."""

    code = "SECRET_UNREADABLE"
    default_message = _(
        "A stored secret cannot be read with the keys of this installation: put the old key back into "
        "ENCRYPTION_KEYS, or enter the secret again."
    )


def encrypted(text: str) -> str:
    """The text under the first key; an empty one stays empty."""
    return _cipher(current_keys()).encrypt(text.encode()).decode() if text else ""


def decrypted(stored: str) -> str:
    """The text behind `encrypted`, whichever of the keys it was made with; raises SecretUnreadable."""
    if not stored:
        return ""
    try:
        return _cipher(current_keys()).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable from error


def is_current(stored: str) -> bool:
    """Whether the secret is under the first key (or there is none)."""
    try:
        return not stored or bool(_cipher(current_keys()[:1]).decrypt(stored.encode()))
    except InvalidToken:
        return False


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python; it cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypted(str(value)) if value is not None else None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypted(value) if value is not None else None


@lru_cache(maxsize=8)
def _cipher(keys: Sequence[str]) -> MultiFernet:
    """Fernet under keys derived from the installation's, which may be any long text."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
