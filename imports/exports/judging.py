"""Which products are left out of an export, and why."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.exports.columns import Projection
from imports.exports.plan import Rules

STATUS, COMPLETENESS, MISSING = "status", "completeness", "missing"
REASONS = {
    STATUS: _("Its status is not exported"),
    COMPLETENESS: _("Not complete enough"),
    MISSING: _("A required column is blank"),
}
SCHEMA = dict.fromkeys(("id", "reference", "title", "reason", "detail"), pl.String)
MOST_SHOWN = 50


def columns_needed(rules: Rules) -> list[str]:
    """The flat columns that the rules look at, and those that name a product that is left out."""
    return ["reference", "title", "status", *(["completeness"] if rules.min_completeness else [])]


def judged(
    flat: pl.DataFrame, projected: pl.DataFrame, *, rules: Rules, projection: Projection
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The projected rows that stay, and the products that go: SCHEMA; the first reason counts."""
    reason, detail = _reason(flat, projected, rules, projection)
    verdict = flat.select("id", "reference", "title").with_columns(reason.alias("reason"), detail.alias("detail"))
    return projected.filter(reason.is_null()), verdict.filter(pl.col("reason").is_not_null()).select(list(SCHEMA))


def _reason(
    flat: pl.DataFrame, projected: pl.DataFrame, rules: Rules, projection: Projection
) -> tuple[pl.Series, pl.Series]:
    joined = pl.concat([flat, projected.drop("id")], how="horizontal")
    bad_status = ~pl.col("status").is_in(list(rules.statuses))
    reason: Any = pl.when(bad_status).then(pl.lit(STATUS))
    detail: Any = pl.when(bad_status).then(pl.col("status"))
    if rules.min_completeness:
        score = pl.col("completeness").cast(pl.Int32, strict=False).fill_null(0)
        low = score < rules.min_completeness
        reason, detail = reason.when(low).then(pl.lit(COMPLETENESS)), detail.when(low).then(score.cast(pl.String))
    for name, header in projection.required:
        blank = pl.col(name).is_null()
        reason, detail = reason.when(blank).then(pl.lit(MISSING)), detail.when(blank).then(pl.lit(header))
    nothing = pl.lit(None, pl.String)
    found = joined.select(reason.otherwise(nothing).alias("reason"), detail.otherwise(nothing).alias("detail"))
    return found["reason"], found["detail"]


@dataclass
class LeftOut:
    """The products that were left out so far: numbers by reason and detail, and the first of them."""

    counts: Counter[str] = field(default_factory=Counter)
    first: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, values: dict[str, Any]) -> "LeftOut":
        """From JSON."""
        return cls(Counter(values.get("counts") or {}), list(values.get("first") or []))

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"counts": dict(self.counts), "first": self.first}

    @property
    def total(self) -> int:
        """How many."""
        return sum(self.counts.values())

    def add(self, frame: pl.DataFrame) -> None:
        """Count further ones."""
        keys = frame.select(pl.concat_str("reason", pl.lit(":"), "detail")).to_series()
        self.counts.update(keys.to_list())
        self.first += frame.head(max(0, MOST_SHOWN - len(self.first))).to_dicts()
