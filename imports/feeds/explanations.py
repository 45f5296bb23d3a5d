"""The sentence of every finding and the title of every cause, from their codes, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from imports.feeds.filtering import FILTERED, read_filters
from imports.feeds.mapping.fields import target_of
from imports.feeds.sentences import Sentence
from imports.feeds.validation import CODES, message_of
from imports.feeds.validation.rulewords import RULE_MESSAGES, RULE_TITLES

# Findings made after validation.
_MESSAGES: dict[str, Any] = {
    "duplicate_in_file": _(
        "Row %(row)s has the same key (%(value)s) as row %(winner)s of the file. "
        "Only one of them is taken: see the feed's policies."
    ),
    "offer_exists": _("Row %(row)s: the supplier's product is known already, and this feed only takes new ones."),
    "value_does_not_fit": _("Row %(row)s: a value is too large for its field. Check prices and numbers of the row."),
    "ean_resolved": _("Row %(row)s has no EAN; %(gtin)s, found for it before, is taken."),
    FILTERED: _("Row %(row)s was left out by the filter “%(filter)s”."),
    "key_missing": _("Row %(row)s: nothing identifies the product. Add a supplier SKU or an EAN."),
}
_TITLES: dict[str, Any] = {
    **RULE_TITLES,
    FILTERED: _("Left out by a filter"),
    "ean_resolved": _("EAN found before"),
    "duplicate_in_file": _("Several rows with the same key"),
    "offer_exists": _("Known already"),
    "value_does_not_fit": _("Value too large for its field"),
    "key_missing": _("Nothing identifies the product"),
    "identity_missing": _("Nothing identifies the product"),
    "title_missing": _("New product without a title"),
    "required_field_missing": _("Mandatory field is empty"),
    "field_too_long": _("Text too long"),
    "field_format_invalid": _("Value that cannot be read"),
    "price_not_positive": _("Price that is not positive"),
    "price_out_of_range": _("Price outside the allowed range"),
    "ean_checksum_invalid": _("EAN with a wrong check digit"),
    "ean_format_invalid": _("Not an EAN"),
    "ean_not_a_product": _("Code for coupons, receipts or demonstrations"),
}


def explain(
    code: str, *, row: int | None = None, field: str = "", value: str | None = None, params: Mapping[str, Any]
) -> str:
    """Where, what was received, what was allowed, what to do; `params` may hold `column` and what the code adds."""
    if "message" in params:
        return str(params["message"])
    values = {"row": row or "–", "column": field, "value": value or "", "winner": "–", **params}
    if code == FILTERED:
        values["filter"] = params.get("filter") or filter_title(params.get("entry"))
    if code in _MESSAGES:
        return str(Sentence(_MESSAGES[code], values))
    return str(message_of(code, field, values)) if code in CODES or code in RULE_MESSAGES else code


def filter_title(entry: Any) -> str:
    """A stored filter in the reader's language; one that is not understood any more has none."""
    try:
        return read_filters([entry])[0].title
    except InvalidInput:
        return "–"


def cause_title(cause: str) -> str:
    """A few words for a group of held rows: `code` or `code:field`."""
    code, _separator, field = cause.partition(":")
    if code == "framing":
        return str(_("Row does not fit the columns"))
    target = target_of(field)
    title = str(_TITLES.get(code, code))
    return f"{title} ({target.label})" if target else title
