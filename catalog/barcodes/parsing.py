"""One cell of text to one barcode, every repair recorded and every refusal named."""

import re
from dataclasses import dataclass
from enum import StrEnum

from catalog.barcodes.checks import GTIN_LENGTHS, expand_upce, has_valid_check_digit, isbn10_to_isbn13
from catalog.barcodes.prefixes import IDENTIFYING, Usage, usage_of


class Kind(StrEnum):
    """The family a code was written in."""

    GTIN8 = "gtin8"
    GTIN12 = "gtin12"
    GTIN13 = "gtin13"
    GTIN14 = "gtin14"
    UPCE = "upce"
    ISBN10 = "isbn10"
    ISBN13 = "isbn13"


class Repair(StrEnum):
    """What was done to the digits to obtain a valid code; always shown to the user."""

    ZERO_FILLED = "zero_filled"
    UPCE_EXPANDED = "upce_expanded"
    ISBN10_CONVERTED = "isbn10_converted"
    DECIMALS_REMOVED = "decimals_removed"


class Problem(StrEnum):
    """Why a cell gives no code; stable for API clients."""

    MISSING = "ean_missing"
    CHECKSUM = "ean_checksum_invalid"
    FORMAT = "ean_format_invalid"
    PLACEHOLDER = "ean_placeholder"
    SCIENTIFIC = "ean_scientific_notation"
    AMBIGUOUS = "ean_ambiguous"


@dataclass(frozen=True)
class Barcode:
    """The reading of one cell: either `gtin14` or `problem` is set."""

    text: str
    gtin14: str | None = None
    kind: Kind | None = None
    repair: Repair | None = None
    problem: Problem | None = None
    usage: Usage | None = None

    @property
    def identifies(self) -> bool:
        """Whether the code names one product world-wide (not an in-store, coupon or demonstration code)."""
        return self.gtin14 is not None and self.usage in IDENTIFYING

    @property
    def is_valid_as_written(self) -> bool:
        """Whether the supplier wrote a correct GTIN, without any repair of ours."""
        return self.gtin14 is not None and self.repair is None


NOISE = r"[\s\u00a0\u2007\u202f\u200b\ufeff'\"\u2018\u2019\u201c\u201d`\u00b4\u2010-\u2015=\-]"
SCIENTIFIC = r"^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$"
_NOISE = re.compile(NOISE)
_SCIENTIFIC = re.compile(SCIENTIFIC)
_LABEL = re.compile(r"^(?:urn:)?(?:gtin|ean|upc|isbn)(?:[- ]?1[0234])?:?(?=[\dXx]{7,14}$)", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"^(\d{7,14})[.,]0+$")
# fmt: off
_PLACEHOLDER_WORDS = frozenset((
    "na", "n/a", "none", "null", "nil", "nan", "no", "not", "doesnotapply", "notapplicable", "nonapplicable",
    "exempt", "unknown", "tbd", "tba", "todo", "x", "xxx", "?", ".", "/", "#n/a", "#na", "#ref!", "#value!",
    "sans", "aucun", "neant", "inconnu", "ohne", "keine", "kein", "sinean", "ninguno", "nessuno", "brak", "nincs",
))
# fmt: on
PLACEHOLDER_DIGITS = frozenset(
    {"1234567890123", "1234567890128", "123456789012", "0123456789012", "0123456789", "1234567890", "12345678901231"}
)
_KIND_BY_LENGTH = {8: Kind.GTIN8, 12: Kind.GTIN12, 13: Kind.GTIN13, 14: Kind.GTIN14}
SHORTEST_REPAIRABLE = 7


def parse(text: str | None) -> Barcode:
    """Read one code. Empty cells give `ean_missing`; digits lost to scientific notation are never guessed back."""
    if text is None:
        return Barcode("", problem=Problem.MISSING)
    cleaned = _LABEL.sub("", _NOISE.sub("", text))
    if not cleaned:
        return Barcode(text, problem=Problem.MISSING)
    if cleaned.isascii() and cleaned.isdigit():
        return _parse_digits(text, cleaned)
    return _parse_odd(text, cleaned)


def parse_cell(text: str | None) -> Barcode:
    """Read a cell that may list several codes (line, comma, semicolon, bar): the first valid one counts."""
    parts = _parts(text or "")
    if len(parts) < 2:
        return parse(text)
    readings = [parse(part) for part in parts]
    as_written = next((reading for reading in readings if reading.is_valid_as_written), None)
    return as_written or next((reading for reading in readings if reading.gtin14), readings[0])


def _parts(text: str) -> list[str]:
    """The codes of a list; a comma only separates where it is no decimal mark ("3,01762E+12", "4006381333931,0")."""
    parts = [part for part in re.split(r"[\n;|]+", text) if part.strip()]
    if len(parts) == 1 and re.search(r"\d{7,}\s*,\s*\d{7,}", text):
        return text.split(",")
    return parts


def _parse_digits(text: str, digits: str) -> Barcode:
    if _is_placeholder(digits):
        return Barcode(text, problem=Problem.PLACEHOLDER)
    if len(digits) == 10:
        return _parse_ten(text, digits)
    if len(digits) in GTIN_LENGTHS:
        if has_valid_check_digit(digits):
            return _found(text, digits, kind=_kind_of(digits))
        upca = expand_upce(digits)
        if upca:
            return _found(text, upca, kind=Kind.UPCE, repair=Repair.UPCE_EXPANDED)
        return Barcode(text, problem=Problem.CHECKSUM)
    if SHORTEST_REPAIRABLE <= len(digits) <= 11 and has_valid_check_digit(digits):
        kind = Kind.GTIN8 if len(digits) == SHORTEST_REPAIRABLE else Kind.GTIN12
        return _found(text, digits, kind=kind, repair=Repair.ZERO_FILLED)
    return Barcode(text, problem=Problem.FORMAT)


def _parse_ten(text: str, digits: str) -> Barcode:
    """Ten digits are a whole ISBN-10 or a UPC that lost two zeros; when both fit, neither is taken."""
    isbn13 = isbn10_to_isbn13(digits)
    zero_filled = has_valid_check_digit(digits)
    if isbn13 and zero_filled:
        return Barcode(text, problem=Problem.AMBIGUOUS)
    if isbn13:
        return _found(text, isbn13, kind=Kind.ISBN10, repair=Repair.ISBN10_CONVERTED)
    if zero_filled:
        return _found(text, digits, kind=Kind.GTIN12, repair=Repair.ZERO_FILLED)
    return Barcode(text, problem=Problem.FORMAT)


def _parse_odd(text: str, cleaned: str) -> Barcode:
    if _SCIENTIFIC.match(cleaned):
        return Barcode(text, problem=Problem.SCIENTIFIC)
    if cleaned.casefold() in _PLACEHOLDER_WORDS:
        return Barcode(text, problem=Problem.PLACEHOLDER)
    whole_number = _WHOLE_NUMBER.match(cleaned)
    if whole_number:
        reading = _parse_digits(text, whole_number.group(1))
        if reading.gtin14 is None:
            return reading
        return _found(text, reading.gtin14, kind=reading.kind, repair=Repair.DECIMALS_REMOVED)
    isbn13 = isbn10_to_isbn13(cleaned.upper())
    if isbn13:
        return _found(text, isbn13, kind=Kind.ISBN10, repair=Repair.ISBN10_CONVERTED)
    return Barcode(text, problem=Problem.FORMAT)


def _is_placeholder(digits: str) -> bool:
    """Whether the digits are a filler: all alike, or counting up."""
    return digits.strip(digits[0]) == "" or digits in PLACEHOLDER_DIGITS


def _kind_of(digits: str) -> Kind:
    return Kind.ISBN13 if len(digits) == 13 and digits[:3] in ("978", "979") else _KIND_BY_LENGTH[len(digits)]


def _found(text: str, digits: str, *, kind: Kind | None, repair: Repair | None = None) -> Barcode:
    gtin14 = digits.zfill(14)
    return Barcode(text, gtin14=gtin14, kind=kind, repair=repair, usage=usage_of(gtin14))
