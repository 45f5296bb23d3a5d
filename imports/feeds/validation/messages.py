"""The sentence of every finding: where, what was received, what was allowed, what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.fields import target_of
from imports.feeds.sentences import Sentence
from imports.feeds.validation.rulewords import RULE_MESSAGES, named, rule_message

_MESSAGES: dict[str, Any] = {
    "required_field_missing": _(
        "Row %(row)s: %(field)s is empty, but the row needs it. Fill the column “%(column)s” or map another one."
    ),
    "identity_missing": _(
        "Row %(row)s: nothing identifies the product. A supplier SKU or a correct EAN is needed; add one to the file."
    ),
    "title_missing": _(
        "Row %(row)s has no title. Existing products are updated; a new product cannot be created without one."
    ),
    "title_too_long": _(
        "Row %(row)s, column “%(column)s”: the title has %(length)s characters; channels allow 255. Shorten it there."
    ),
    "title_inherited": _("Row %(row)s has no title of its own: title and texts are taken from row %(from)s."),
    "field_too_long": _(
        "Row %(row)s, column “%(column)s”: %(length)s characters received, at most %(allowed)s are allowed."
        " Check the mapping."
    ),
    "field_format_invalid": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” cannot be read as %(field)s. Correct the cell or the mapping."
    ),
    "price_not_positive": _(
        "Row %(row)s, column “%(column)s”: the price must be positive, received “%(value)s”. Correct the cell."
    ),
    "price_zero": _("Row %(row)s, column “%(column)s”: %(field)s is zero. Check it before publishing the product."),
    "price_out_of_range": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is outside the range this feed allows. Correct the"
        " cell or the rule."
    ),
    "stock_negative": _("Row %(row)s, column “%(column)s”: the stock “%(value)s” is negative. It is kept as it is."),
    "stock_rounded": _(
        "Row %(row)s, column “%(column)s”: the stock “%(value)s” is not a whole number; it is rounded down."
    ),
    "ean_missing": _("Row %(row)s has no EAN. The product is imported without one."),
    "ean_checksum_invalid": _(
        "Row %(row)s, column “%(column)s”: the check digit of “%(value)s” is wrong. Ask the supplier for the right EAN."
    ),
    "ean_format_invalid": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is not an EAN; 8, 12, 13 or 14 digits are allowed."
        " Correct the cell."
    ),
    "ean_placeholder": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” only fills the place of an EAN. The product is imported"
        " without one."
    ),
    "ean_scientific_notation": _(
        "Row %(row)s, column “%(column)s”: a spreadsheet shortened the EAN to “%(value)s”; its last digits are"
        " lost."
        " Export the column as text. The product is imported without EAN."
    ),
    "ean_ambiguous": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” may be an ISBN or an EAN without leading zeros; neither"
        " is taken."
    ),
    "ean_restricted": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is an in-store code, valid only at the supplier. It"
        " does not identify the product elsewhere."
    ),
    "ean_not_a_product": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” is a code for coupons, receipts or demonstrations. Ask"
        " the supplier for the product's EAN."
    ),
    "ean_repeated": _(
        "Row %(row)s, column “%(column)s”: the EAN “%(value)s” stands in several rows with different keys."
        " Check which one is right."
    ),
    "ean_zero_filled": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” had lost its leading zeros; it is read as %(gtin)s."
    ),
    "ean_upce_expanded": _("Row %(row)s, column “%(column)s”: the short code “%(value)s” (UPC-E) is read as %(gtin)s."),
    "ean_isbn10_converted": _("Row %(row)s, column “%(column)s”: the ISBN-10 “%(value)s” is read as ISBN-13 %(gtin)s."),
    "ean_decimals_removed": _(
        "Row %(row)s, column “%(column)s”: “%(value)s” had become a decimal number; it is read as %(gtin)s."
    ),
}
CODES = tuple(_MESSAGES)


def message_of(code: str, field: str, params: Mapping[str, Any]) -> Sentence:
    """The sentence of a finding; `params` holds row, column, value and what the code adds."""
    target = target_of(field)
    values = {"field": target.label if target else field, **params}
    return rule_message(code, values) if code in RULE_MESSAGES else named(Sentence(_MESSAGES[code], values), params)
