"""Readers of environment variables: typed, with a clear sentence when something required is missing or malformed."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default a missing one stops the start with its name."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is missing: set it before the start.")
    return value


def secret(name: str, default: str | None = None) -> str:
    """Like `text`, but the value may also stand in the file that NAME_FILE points to (container secrets)."""
    file_name = os.environ.get(f"{name}_FILE", "").strip()
    if not file_name:
        return text(name, default)
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {file_name}, which cannot be read: {error.strerror}.") from error


def secret_path(name: str, default: str = "") -> str:
    """The file a secret comes from: NAME_FILE, else `default` unless the environment holds the value itself."""
    return os.environ.get(f"{name}_FILE", "").strip() or ("" if os.environ.get(name, "").strip() else default)


def integer(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}: a whole number is needed.") from error


def boolean(name: str, default: bool) -> bool:
    """The variable as yes or no."""
    value = text(name, str(default)).lower()
    if value in TRUE_WORDS | FALSE_WORDS:
        return value in TRUE_WORDS
    raise ImproperlyConfigured(f"{name} is {value!r}: use one of true, false, 1, 0, yes, no, on, off.")


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, cut at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def numbers(name: str) -> dict[str, int]:
    """The variable as names with whole numbers, such as `A=1,B=2`."""
    pairs = (word.partition("=") for word in words(name))
    try:
        return {key.strip(): int(value) for key, _equals, value in pairs}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {text(name, '')!r}: NAME=NUMBER,NAME=NUMBER is needed.") from error
