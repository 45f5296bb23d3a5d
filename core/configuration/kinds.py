"""Values by kind: what is accepted, how it is kept as JSON, how programs and people get it back."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.configuration.formats import written_number
from core.configuration.registry import Kind, Setting
from core.errors import InvalidInput

LONGEST_TEXT = 1000
LONGEST_ENTRY = 200
MOST_ENTRIES = 100


def parsed(setting: Setting, given: Any) -> Any:
    """The given value as it is kept; raises InvalidInput with one sentence: what was received, what is allowed."""
    kept = _PARSERS[Kind(setting.kind)](setting, given)
    if setting.check and (sentence := setting.check(kept)):
        raise InvalidInput(sentence)
    return kept


def typed(setting: Setting, kept: Any) -> Any:
    """The kept value as programs use it."""
    if setting.kind == Kind.DECIMAL:
        return Decimal(kept)
    return tuple(kept) if setting.kind == Kind.LIST else kept


def kept_default(setting: Setting) -> Any:
    """The default as it would be kept."""
    if setting.kind == Kind.DECIMAL:
        return str(setting.default)
    return list(setting.default) if setting.kind == Kind.LIST else setting.default


def check_default(setting: Setting) -> None:
    """Raises ValueError when the setting would refuse its own default."""
    try:
        parsed(setting, kept_default(setting))
    except InvalidInput as error:
        raise ValueError(f"{setting.key}: its own default is refused.") from error


def in_words(setting: Setting, kept: Any) -> str:
    """The kept value as people read it."""
    if setting.kind == Kind.BOOL:
        return _("yes") if kept else _("no")
    if setting.kind == Kind.CHOICE:
        return str(setting.allowed.get(kept, kept))
    if setting.kind == Kind.LIST:
        return ", ".join(kept)
    if setting.kind in (Kind.INT, Kind.DECIMAL):
        shown = written_number(typed(setting, kept))
        return f"{shown} {setting.unit}" if setting.unit else shown
    return str(kept)


def _bool(setting: Setting, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    raise _refused(given, _("use true or false."))


def _int(setting: Setting, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not _within(setting, given):
        raise _refused(given, _whole(setting))
    return given


def _decimal(setting: Setting, given: Any) -> str:
    sentence = _number(setting)
    if isinstance(given, bool) or not isinstance(given, (int, float, str, Decimal)):
        raise _refused(given, sentence)
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        raise _refused(given, sentence) from None
    if not number.is_finite() or not _within(setting, number):
        raise _refused(given, sentence)
    return format(number.normalize(), "f")


def _text(setting: Setting, given: Any) -> str:
    longest = int(setting.maximum or LONGEST_TEXT)
    shortest = int(setting.minimum or 0)
    text = given.strip() if isinstance(given, str) else None
    if text is None or not shortest <= len(text) <= longest or not _is_clean(text):
        limits = {"minimum": shortest, "maximum": longest}
        sentence = _("a text of %(minimum)d to %(maximum)d characters in one line is needed.") % limits
        raise _refused("" if setting.secret else given, sentence)
    return text


def _choice(setting: Setting, given: Any) -> str:
    allowed = setting.allowed
    if not isinstance(given, str) or given not in allowed:
        some = ", ".join(list(allowed)[:8]) + ("…" if len(allowed) > 8 else "")
        raise _refused(given, _("use one of %(allowed)s.") % {"allowed": some})
    return given


def _list(setting: Setting, given: Any) -> list[str]:
    most = int(setting.maximum or MOST_ENTRIES)
    entries = [entry.strip() for entry in given if isinstance(entry, str)] if isinstance(given, (list, tuple)) else None
    good = entries is not None and len(entries) == len(given) and all(map(_is_entry, entries))
    unique = list(dict.fromkeys(entries)) if good and entries is not None else []
    if not good or not int(setting.minimum or 0) <= len(unique) <= most:
        limits = {"most": most, "longest": LONGEST_ENTRY}
        sentence = _("a list of up to %(most)d texts of up to %(longest)d characters is needed.") % limits
        raise _refused(given, sentence)
    return unique


_PARSERS: dict[Kind, Callable[[Setting, Any], Any]] = {
    Kind.BOOL: _bool,
    Kind.INT: _int,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
}


def _within(setting: Setting, number: int | Decimal) -> bool:
    low, high = setting.minimum, setting.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def _whole(setting: Setting) -> str:
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        return _("a whole number from %(minimum)s to %(maximum)s is needed.") % {"minimum": low, "maximum": high}
    if low is not None:
        return _("a whole number of %(minimum)s or more is needed.") % {"minimum": low}
    if high is not None:
        return _("a whole number of %(maximum)s or less is needed.") % {"maximum": high}
    return _("a whole number is needed.")


def _number(setting: Setting) -> str:
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        return _("a number from %(minimum)s to %(maximum)s is needed.") % {"minimum": low, "maximum": high}
    if low is not None:
        return _("a number of %(minimum)s or more is needed.") % {"minimum": low}
    return _("a number is needed.")


def _is_clean(text: str) -> bool:
    return not any(ord(character) < 32 or ord(character) == 127 for character in text)


def _is_entry(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ENTRY and _is_clean(text)


def _refused(given: Any, sentence: str) -> InvalidInput:
    if given in ("", None):
        return InvalidInput(sentence[:1].upper() + sentence[1:], code="SETTING_INVALID")
    shown = str(given) if isinstance(given, (str, int, float, Decimal)) else type(given).__name__
    if isinstance(given, bool):
        shown = str(given).lower()
    message = _("“%(given)s” is not possible: %(allowed)s") % {"given": shown[:60], "allowed": sentence}
    return InvalidInput(message, code="SETTING_INVALID")
