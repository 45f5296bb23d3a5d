"""What makes a product complete: eighteen criteria in three tiers, their weights, and the grades A to F. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TIERS = 3
GRADES = ("A", "B", "C", "D", "F")
# A required attribute of the family or the categories that the product has no value of: `attribute:` and its key.
REQUIRED = "attribute:"


@dataclass(frozen=True)
class Criterion:
    """One thing a complete product has; `for_models` false: not asked of a product that is sold as variants only."""

    code: str
    tier: int
    label: Any
    group: str
    for_models: bool = True


CRITERIA: tuple[Criterion, ...] = (
    Criterion("title", 1, gettext_lazy("Title"), "identity"),
    Criterion("gtin", 1, gettext_lazy("Valid EAN"), "identity", for_models=False),
    Criterion("price", 1, gettext_lazy("Price"), "prices", for_models=False),
    Criterion("brand", 1, gettext_lazy("Brand"), "identity"),
    Criterion("description", 1, gettext_lazy("Description"), "texts"),
    Criterion("image", 2, gettext_lazy("Image"), "links"),
    Criterion("category", 2, gettext_lazy("Category"), "identity"),
    Criterion("weight", 2, gettext_lazy("Weight or dimensions"), "dimensions"),
    Criterion("supplier", 2, gettext_lazy("Supplier"), "", for_models=False),
    Criterion("short_description", 2, gettext_lazy("Short description"), "texts"),
    Criterion("asin", 2, gettext_lazy("ASIN"), "identity", for_models=False),
    Criterion("cost", 2, gettext_lazy("Purchase price"), "prices", for_models=False),
    Criterion("seo", 3, gettext_lazy("Texts for search engines"), "seo"),
    Criterion("icecat", 3, gettext_lazy("Icecat"), "marketing"),
    Criterion("attributes", 3, gettext_lazy("Attributes"), "other"),
    Criterion("technical", 3, gettext_lazy("Technical data"), "technical"),
    Criterion("environment", 3, gettext_lazy("Energy and environment"), "environment"),
    Criterion("media", 3, gettext_lazy("Several images, video or documents"), "links"),
)
BY_CODE: Mapping[str, Criterion] = {each.code: each for each in CRITERIA}


@dataclass(frozen=True)
class Rules:
    """The weights of the tiers, the least scores of the grades A to D, and the criteria that do not count."""

    weights: tuple[int, ...] = (45, 35, 20)
    limits: tuple[int, ...] = (90, 80, 70, 60)
    ignored: frozenset[str] = frozenset()

    @classmethod
    def of(cls, weights: str, limits: str, ignored: Sequence[str]) -> "Rules":
        """The rules as the settings hold them."""
        return cls(tuple(_whole(weights) or ()), tuple(_whole(limits) or ()), frozenset(ignored))

    @property
    def points(self) -> dict[str, float]:
        """What each criterion counts: a tier's weight is shared by its criteria; 0 for those that are ignored."""
        sizes = [sum(each.tier == tier for each in CRITERIA) for tier in range(1, TIERS + 1)]
        return {
            each.code: 0.0
            if each.code in self.ignored
            else float(Fraction(self.weights[each.tier - 1], sizes[each.tier - 1]))
            for each in CRITERIA
        }

    @property
    def best_incomplete(self) -> int:
        """The best score of a product that lacks a required attribute: just below the grade A."""
        return self.limits[0] - 1

    def grade(self, score: int) -> str:
        """The grade of a score."""
        return next((letter for letter, least in zip(GRADES, self.limits, strict=False) if score >= least), GRADES[-1])

    def bounds(self, grade: str) -> tuple[int, int]:
        """The least and the highest score of a grade."""
        place = GRADES.index(grade)
        least = self.limits[place] if place < len(self.limits) else 0
        return least, self.limits[place - 1] - 1 if place else 100


def label_of_code(code: str, attributes: Mapping[str, str] | None = None) -> str:
    """What is lacking, in words; `attributes`: key -> label."""
    if code.startswith(REQUIRED):
        key = code.removeprefix(REQUIRED)
        return (attributes or {}).get(key, key)
    return str(BY_CODE[code].label) if code in BY_CODE else code


def refused_weights(given: str) -> str:
    """A sentence unless these are three whole numbers that make 100 together."""
    numbers = _whole(given)
    if numbers is None or len(numbers) != TIERS or sum(numbers) != 100:
        sentence = _(
            "“%(given)s” are no weights: write three whole numbers that make 100 together, such as 45, 35, 20."
        )
        return sentence % {"given": given}
    return ""


def refused_limits(given: str) -> str:
    """A sentence unless these are four scores, each smaller than the one before."""
    numbers = _whole(given)
    falling = numbers is not None and all(before > after for before, after in pairwise(numbers))
    if numbers is None or len(numbers) != len(GRADES) - 1 or not falling or not 1 <= numbers[-1] <= numbers[0] <= 100:
        sentence = _("“%(given)s” are no grades: write the least scores of A, B, C and D, such as 90, 80, 70, 60.")
        return sentence % {"given": given}
    return ""


def refused_codes(entries: Sequence[str]) -> str:
    """A sentence unless all are codes of criteria, and some criteria are left."""
    if unknown := [entry for entry in entries if entry not in BY_CODE]:
        sentence = _("“%(given)s” is no criterion: use some of %(allowed)s.")
        return sentence % {"given": unknown[0], "allowed": ", ".join(BY_CODE)}
    if len({*entries}) == len(BY_CODE):
        return _("Without any criterion nothing can be measured: leave at least one.")
    return ""


def _whole(text: str) -> list[int] | None:
    entries = [entry.strip() for entry in text.split(",")]
    return list(map(int, entries)) if all(entry.isascii() and entry.isdecimal() for entry in entries) else None
