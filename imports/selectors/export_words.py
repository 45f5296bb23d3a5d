"""Exports in words: why products were left out, what a phase is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.exports.judging import COMPLETENESS, STATUS
from imports.models import Export

STATUS_WORDS: Mapping[str, Any] = {
    "draft": gettext_lazy("Draft"),
    "active": gettext_lazy("Active"),
    "inactive": gettext_lazy("Inactive"),
    "archived": gettext_lazy("Archived"),
    "trash": gettext_lazy("In the trash"),
}
PHASES: Mapping[str, Any] = {
    "reading": gettext_lazy("Reading products"),
    "writing": gettext_lazy("Writing the file"),
    "images": gettext_lazy("Fetching images"),
    "delivering": gettext_lazy("Delivering"),
}


@dataclass(frozen=True)
class LeftOutFor:
    """A reason with the number of products it concerns."""

    reason: str
    detail: str
    products: int

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return reason_in_words(self.reason, self.detail)


def reasons_of(export: Export) -> list[LeftOutFor]:
    """The reasons for which products were left out, the most frequent first; single scores count together."""
    counts: dict[tuple[str, str], int] = {}
    for key, products in (export.excluded.get("counts") or {}).items():
        reason, _colon, detail = key.partition(":")
        place = (reason, "" if reason == COMPLETENESS else detail)
        counts[place] = counts.get(place, 0) + products
    found = [LeftOutFor(reason, detail, products) for (reason, detail), products in counts.items()]
    return sorted(found, key=lambda each: (-each.products, each.reason, each.detail))


def reason_in_words(reason: str, detail: str) -> str:
    """Why a product was left out."""
    if reason == STATUS:
        return _("Status: %(status)s") % {"status": STATUS_WORDS.get(detail, detail)}
    if reason == COMPLETENESS:
        return _("Not complete enough (%(score)s %%)") % {"score": detail} if detail else _("Not complete enough")
    return _("“%(column)s” is blank") % {"column": detail}


def phase_of(export: Export) -> str:
    """What the worker does right now."""
    return str(PHASES.get(export.phase, ""))
