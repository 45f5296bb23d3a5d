"""Reading the values of filters from texts, and writing them back."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _

LONGEST_TEXT = 500
MOST_AMOUNT = Decimal(10) ** 14
MOST_NUMBER = 2**31 - 1
_CENTS = re.compile(r"^[-+]?[0-9]+,[0-9]{1,2}$")
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"no", "false", "0", "off"})


class Unreadable(Exception):
    """A value that a filter does not understand, with the sentence for whoever sent it."""


def written(value: Any) -> str:
    """A value of a filter as an address or a form has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _text(text: str, label: Any, allowed: list[str]) -> str:
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise _refused(text[:40], label, _("a text of at most %(most)s characters") % {"most": LONGEST_TEXT})
    return text


def _flag(text: str, label: Any, allowed: list[str]) -> bool:
    word = text.lower()
    if word in YES | NO:
        return word in YES
    raise _refused(text, label, "yes, no")


def _choice(text: str, label: Any, allowed: list[str]) -> str:
    if text in allowed:
        return text
    raise _refused(text, label, ", ".join(allowed))


def _id(text: str, label: Any, allowed: list[str]) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _refused(text, label, _("an id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301")) from None


def _amount(text: str, label: Any, allowed: list[str]) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = _as_people_write(text)
    if not value.is_finite() or not 0 <= value < MOST_AMOUNT or value != round(value, 4):
        raise _refused(text, label, _("a number from 0 with at most four decimals"))
    return value


def plain_number(text: str) -> str:
    """A number as people write it, with a point: in the separators of the reader's language, or with cents behind a
    comma; what is no number comes back nearly as it was.
    """
    joined = "".join(text.split())
    if _CENTS.search(joined) and "." not in joined:
        return joined.replace(",", ".")
    return str(sanitize_separators(joined))


def _as_people_write(text: str) -> Decimal:
    try:
        return Decimal(plain_number(text))
    except InvalidOperation:
        return Decimal("NaN")


def _number(text: str, label: Any, allowed: list[str]) -> int:
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 10 and int(digits) <= MOST_NUMBER:
        return int(text)
    raise _refused(text, label, _("a whole number"))


def _since(text: str, label: Any, allowed: list[str]) -> datetime:
    moment = _moment(text, label)
    return _start_of(moment) if isinstance(moment, date) and not isinstance(moment, datetime) else moment


def _until(text: str, label: Any, allowed: list[str]) -> datetime:
    """The end of a day counts as a part of it."""
    moment = _moment(text, label)
    if isinstance(moment, datetime):
        return moment
    return _start_of(moment + timedelta(days=1)) - timedelta(microseconds=1)


def _moment(text: str, label: Any) -> Any:
    try:
        # A plus sign that an address turned into a blank.
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        day = parse_date(text)
    except ValueError:
        moment = day = None
    found = day or moment
    if found is None or not 1900 <= found.year <= 9000:
        raise _refused(text, label, _("a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z"))
    return timezone.make_aware(found) if isinstance(found, datetime) and timezone.is_naive(found) else found


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _refused(text: str, label: Any, allowed: str) -> Unreadable:
    sentence = _("“%(value)s” is no value of the filter “%(name)s”: %(allowed)s is allowed.")
    return Unreadable(sentence % {"value": text, "name": label, "allowed": allowed})


# By kind of filter: text, label, allowed values -> value. Each raises Unreadable.
READERS: Mapping[str, Callable[[str, Any, list[str]], Any]] = {
    "text": _text,
    "name": _text,
    "flag": _flag,
    "choice": _choice,
    "id": _id,
    "number": _number,
    "amount": _amount,
    "since": _since,
    "until": _until,
}
