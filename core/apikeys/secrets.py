"""The text of an API key: `pm_live_` or `pm_test_` and 64 random characters; only its SHA-256 is kept."""

import hashlib
import re
import secrets

SHAPE = re.compile(r"pm_(live|test)_[0-9a-f]{64}")
SHOWN = 14


def new_key(mode: str) -> str:
    """A new key of that mode (live or test)."""
    return f"pm_{mode}_{secrets.token_hex(32)}"


def digest_of(key: str) -> str:
    """What is kept of a key: its SHA-256 in hexadecimal. A key is random, so that a slow hash would gain nothing."""
    return hashlib.sha256(key.encode()).hexdigest()


def prefix_of(key: str) -> str:
    """The beginning of a key, by which people tell their keys apart."""
    return key[:SHOWN]
