"""Check digits and conversions between code families; text in, text out."""

from stdnum import isbn
from stdnum.exceptions import ValidationError

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_WEIGHTS = (3, 1) * 9


def check_digit(body: str) -> str:
    """The GS1 check digit of `body`, the code without its last digit."""
    total = sum(int(digit) * weight for digit, weight in zip(reversed(body), _WEIGHTS, strict=False))
    return str(-total % 10)


def has_valid_check_digit(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others; the length is not judged."""
    return len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


def is_valid_gtin(digits: str) -> bool:
    """Whether `digits` is a GTIN-8, -12, -13 or -14 as written, without any repair."""
    return len(digits) in GTIN_LENGTHS and digits.isascii() and digits.isdigit() and has_valid_check_digit(digits)


def expand_upce(digits: str) -> str | None:
    """The UPC-A (12 digits) behind an 8-digit UPC-E, or None when it is not one."""
    if len(digits) != 8 or digits[0] not in "01" or not digits.isdigit():
        return None
    system, body, check = digits[0], digits[1:7], digits[7]
    last = body[5]
    if last in "012":
        middle = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        middle = body[:3] + "00000" + body[3:5]
    elif last == "4":
        middle = body[:4] + "00000" + body[4]
    else:
        middle = body[:5] + "0000" + last
    upca = system + middle + check
    return upca if has_valid_check_digit(upca) else None


def isbn10_to_isbn13(code: str) -> str | None:
    """The ISBN-13 of a valid ISBN-10, else None."""
    if len(code) != 10 or not isbn.is_valid(code):
        return None
    return str(isbn.to_isbn13(code))


def isbn13_to_isbn10(code: str) -> str | None:
    """The ISBN-10 of a valid ISBN-13 of the 978 range, else None (979 has no ISBN-10)."""
    try:
        return str(isbn.compact(isbn.to_isbn10(code)))
    except ValidationError:
        return None
