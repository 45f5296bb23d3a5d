"""Codes of the engine in words: phases of a job, fields of the catalogue, findings."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.feeds.explanations import cause_title

PHASES: dict[str, Any] = {
    "reading": gettext_lazy("Reading the file"),
    "checking": gettext_lazy("Mapping and checking"),
    "comparing": gettext_lazy("Comparing with the catalogue"),
    "retiring": gettext_lazy("Taking away what is missing"),
    "merging": gettext_lazy("Writing to the catalogue"),
    "undoing": gettext_lazy("Restoring former values"),
}


def phase_words(phase: str) -> str:
    """What the worker does in this phase."""
    return str(PHASES.get(phase, phase))


def findings_in_words(counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Findings as level, code, title, rows: errors first, the most frequent first."""
    return [
        {"level": level, "code": code, "title": finding_words(code), "rows": number}
        for level in ("error", "warning", "info")
        for code, number in sorted(counts.get(level, {}).items(), key=lambda pair: -pair[1])
    ]


def finding_words(code: str) -> str:
    """A few words for a code of finding."""
    known = {
        "title_too_long": _("Title longer than channels allow"),
        "title_inherited": _("Title taken from the parent row"),
        "price_zero": _("Price is zero"),
        "stock_negative": _("Negative stock"),
        "stock_rounded": _("Stock rounded down"),
        "ean_missing": _("No EAN"),
        "ean_placeholder": _("Placeholder instead of an EAN"),
        "ean_scientific_notation": _("EAN shortened by a spreadsheet"),
        "ean_ambiguous": _("ISBN or EAN without leading zeros"),
        "ean_restricted": _("In-store code"),
        "ean_repeated": _("EAN of several rows"),
        "ean_zero_filled": _("Leading zeros of the EAN restored"),
        "ean_upce_expanded": _("Short code (UPC-E) expanded"),
        "ean_isbn10_converted": _("ISBN-10 read as ISBN-13"),
        "ean_decimals_removed": _("EAN written as a decimal number"),
    }
    return known.get(code) or cause_title(code)
