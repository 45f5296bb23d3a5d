"""Secrets never reach the audit trail: their values are masked by the names of their keys."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.encryption import MASK

SECRET_NAME = re.compile(
    r"passw|secret|token|api_?key(?!_id)|private_?key|credential|authorization|cookie|otp|recovery_code|signature", re.I
)
# Of a longer text its beginning is kept.
LONGEST_TEXT = 2_000


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON can hold them, those under a secret's name replaced by the mask (blank ones stay blank)."""
    return {str(name): _value(str(name), value) for name, value in values.items()}


def _value(name: str, value: Any) -> Any:
    if SECRET_NAME.search(name) and not isinstance(value, bool):
        return MASK if value else value
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return masked(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return storable(str(value))


def storable(text: str) -> str:
    """The text as PostgreSQL can hold it, cut where it would swell the trail: other tables have the whole of it."""
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
