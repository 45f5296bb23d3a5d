"""Product codes: GTIN, UPC, EAN, ISBN; one scalar door (`parse`) and one columnar door (`normalise`)."""

from catalog.barcodes.checks import (
    check_digit,
    expand_upce,
    is_valid_gtin,
    isbn10_to_isbn13,
    isbn13_to_isbn10,
)
from catalog.barcodes.columns import normalise, normalise_cells
from catalog.barcodes.parsing import Barcode, Kind, Problem, Repair, parse, parse_cell
from catalog.barcodes.prefixes import Usage, describe_prefix, usage_of

__all__ = [
    "Barcode",
    "Kind",
    "Problem",
    "Repair",
    "Usage",
    "check_digit",
    "describe_prefix",
    "expand_upce",
    "is_valid_gtin",
    "isbn10_to_isbn13",
    "isbn13_to_isbn10",
    "normalise",
    "normalise_cells",
    "parse",
    "parse_cell",
    "usage_of",
]
