"""How complete products are: of one product, of all, by day, by what they lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q

from catalog.bulk import fetch
from catalog.completeness import CRITERIA, GRADES, REQUIRED, Rules, label_of_code
from catalog.models import Attribute, CompletenessDay, CompletenessRun, ProductCompleteness
from core.configuration import value
from core.cutting import ListPage, list_page
from core.tenancy import tenant_scope

WEIGHTS, LIMITS, IGNORED = "completeness.weights", "completeness.grades", "completeness.ignored"
# The settings that change scores; grades only name them.
MEASURED_BY = (WEIGHTS, IGNORED)
# Counting what a million products lack takes seconds: the page may be that much behind.
CACHED_SECONDS = 60
SHOWN_DAYS = 90
_COUNTS = """
SELECT score, count(*) FROM catalog_productcompleteness WHERE tenant_id = %(tenant_id)s GROUP BY score
"""
_LACKING = """
SELECT code, count(*) FROM catalog_productcompleteness CROSS JOIN unnest(lacking) AS code
 WHERE tenant_id = %(tenant_id)s GROUP BY code ORDER BY count(*) DESC, code
"""


@dataclass(frozen=True)
class Lack:
    """What a product lacks; `group` is where its edit form asks for it."""

    code: str
    label: str
    points: float
    group: str
    is_required: bool = False


@dataclass(frozen=True)
class Completeness:
    """The completeness of one product; what weighs most comes first."""

    score: int
    grade: str
    lacking: list[Lack]


@dataclass(frozen=True)
class Counts:
    """So many products have the score 0, 1, ... 100."""

    counts: Sequence[int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """The mean score."""
        return sum(score * count for score, count in enumerate(self.counts)) / self.total if self.total else 0.0

    @property
    def median(self) -> float:
        """The score in the middle, between the two in the middle of an even number."""
        if not self.total:
            return 0.0
        return (self._at((self.total - 1) // 2) + self._at(self.total // 2)) / 2

    def grades(self, rules: Rules) -> dict[str, int]:
        """How many products have which grade."""
        sums = dict.fromkeys(GRADES, 0)
        for score, count in enumerate(self.counts):
            sums[rules.grade(score)] += count
        return sums

    def tenths(self) -> list[int]:
        """The same by ten: 0-9, 10-19, ... 90-100."""
        return [sum(self.counts[low : low + 10 if low < 90 else 101]) for low in range(0, 100, 10)]

    def _at(self, place: int) -> int:
        for score, count in enumerate(self.counts):
            place -= count
            if place < 0:
                return score
        return 100


@dataclass(frozen=True)
class ToDo:
    """How many products lack this."""

    code: str
    label: str
    points: float
    count: int


@dataclass(frozen=True)
class CompletenessStatistics:
    """All about the completeness of a tenant's products, at most CACHED_SECONDS old."""

    now: Counts
    todo: list[ToDo] = field(default_factory=list)


def rules_of(tenant_id: UUID | None) -> Rules:
    """The weights, grades and ignored criteria of the tenant's settings."""
    return Rules.of(*(value(key, tenant_id=tenant_id) for key in (WEIGHTS, LIMITS, IGNORED)))


def completeness_of(product_id: UUID, *, tenant_id: UUID) -> Completeness | None:
    """The completeness of a product; None when it is not measured yet, or in the trash. At most two queries."""
    with tenant_scope(tenant_id):
        row = ProductCompleteness.objects.filter(pk=product_id).first()
        if row is None:
            return None
        rules, labels = rules_of(tenant_id), _attribute_labels(row.lacking)
    points, groups = rules.points, {each.code: each.group for each in CRITERIA}
    lacking = [
        Lack(code, label_of_code(code, labels), points.get(code, 0.0), groups.get(code, ""), code.startswith(REQUIRED))
        for code in row.lacking
    ]
    lacking.sort(key=lambda lack: (not lack.is_required, -lack.points))
    return Completeness(row.score, rules.grade(row.score), lacking)


def completeness_statistics(tenant_id: UUID) -> CompletenessStatistics:
    """How the scores are spread, and what is lacking how often, the most frequent first. Two queries, or none."""
    key = f"catalog.completeness:{tenant_id}"
    found: CompletenessStatistics | None = cache.get(key)
    if found is None:
        found = _counted(tenant_id)
        cache.set(key, found, CACHED_SECONDS)
    return found


def completeness_days(tenant_id: UUID, *, days: int = SHOWN_DAYS) -> list[tuple[date, Counts]]:
    """The last days that were noted, oldest first."""
    with tenant_scope(tenant_id):
        rows = CompletenessDay.objects.order_by("-day").values_list("day", "counts")[:days]
        return [(day, Counts(counts)) for day, counts in reversed(rows)]


def last_completeness_run() -> CompletenessRun | None:
    """The latest measuring of all products of the current tenant."""
    return CompletenessRun.objects.first()


def by_score(least: int | None, most: int | None, grades: Sequence[str], *, tenant_id: UUID | None) -> Q:
    """The condition on products for a range of scores and some grades."""
    wanted = Q()
    if least is not None:
        wanted &= Q(completeness__score__gte=least)
    if most is not None:
        wanted &= Q(completeness__score__lte=most)
    if grades:
        rules, any_grade = rules_of(tenant_id), Q()
        for grade in grades:
            any_grade |= Q(completeness__score__range=rules.bounds(grade))
        wanted &= any_grade
    return wanted


def _counted(tenant_id: UUID) -> CompletenessStatistics:
    parameters = {"tenant_id": tenant_id}
    by_value = dict(fetch(_COUNTS, parameters))
    lacking: list[tuple[str, int]] = [(code, count) for code, count in fetch(_LACKING, parameters)]
    points = rules_of(tenant_id).points
    with tenant_scope(tenant_id):
        labels = _attribute_labels([code for code, _count in lacking])
    todo = [ToDo(code, label_of_code(code, labels), points.get(code, 0.0), count) for code, count in lacking]
    return CompletenessStatistics(Counts([by_value.get(score, 0) for score in range(101)]), todo)


def _attribute_labels(codes: Sequence[str]) -> Mapping[str, Any]:
    keys = [code.removeprefix(REQUIRED) for code in codes if code.startswith(REQUIRED)]
    return dict(Attribute.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}


def measured_products(  # noqa: PLR0913 - what narrows a list, each by name
    *,
    tenant_id: UUID,
    grade: str | None = None,
    missing_field: str = "",
    min_score: int | None = None,
    max_score: int | None = None,
    page: int = 1,
    per_page: int = 20,
    after: str = "",
) -> ListPage[dict[str, Any]]:
    """Products with score, grade and what they lack, the least complete first. Raises InvalidInput for a cursor."""
    with tenant_scope(tenant_id):
        rules = rules_of(tenant_id)
        found = ProductCompleteness.objects.select_related("product").defer("product__search_text")
        for name, limit in (("score__gte", min_score), ("score__lte", max_score)):
            found = found if limit is None else found.filter(**{name: limit})
        if grade:
            found = found.filter(score__range=rules.bounds(grade))
        if missing_field:
            found = found.filter(lacking__overlap=[missing_field])

        def shape(row: ProductCompleteness) -> dict[str, Any]:
            score = {"score": row.score, "grade": rules.grade(row.score), "missing": row.lacking}
            return {"product_id": row.pk, "title": row.product.title, **score}

        return list_page(found, shape, sort="score", page=page, per_page=per_page, after=after)
