"""What became of the rows so far; kept in the run's own columns, so that a checkpoint and its counts are one update."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from imports.errors import CountsDisagree
from imports.models.runs import ROW_OUTCOMES

IssueCounts = dict[str, dict[str, int]]


@dataclass
class Tally:
    """Counts of rows, products and findings of a run."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", *ROW_OUTCOMES), 0))
    products_created: int = 0
    products_updated: int = 0
    issues: IssueCounts = field(default_factory=dict)
    changed_fields: dict[str, int] = field(default_factory=dict)

    @classmethod
    def total(cls, results: Iterable[Mapping[str, Any]]) -> "Tally":
        """The sum of the results of chunks."""
        tally = cls()
        for result in results:
            tally.add_rows(**result["rows"])
            tally.products_created += result["products_created"]
            tally.products_updated += result["products_updated"]
            tally.add_issues(result["issues"])
            tally.add_changes(result["changed_fields"])
        return tally

    def to_json(self) -> dict[str, Any]:
        """The counts as a chunk keeps them."""
        return asdict(self)

    def add_rows(self, **counts: int) -> None:
        """Count rows: `read` and what became of them."""
        for name, count in counts.items():
            self.rows[name] += count

    def add_issues(self, counts: IssueCounts) -> None:
        """Count findings: level -> code -> how many."""
        for level, codes in counts.items():
            _add(self.issues.setdefault(level, {}), codes)

    def add_changes(self, changed_fields: Mapping[str, int]) -> None:
        """Count changed products per field."""
        _add(self.changed_fields, changed_fields)

    def changes(self) -> dict[str, Any]:
        """The run's columns as they have to be saved."""
        return {
            **{f"rows_{name}": count for name, count in self.rows.items()},
            "products_created": self.products_created,
            "products_updated": self.products_updated,
            "warnings": sum(self.issues.get("warning", {}).values()),
            "issue_counts": self.issues,
            "changed_fields": self.changed_fields,
        }

    def check(self) -> None:
        """Raise CountsDisagree unless every row that was read is accounted for exactly once."""
        accounted = sum(self.rows[name] for name in ROW_OUTCOMES)
        if accounted != self.rows["read"]:
            message = _("%(read)s rows were read, but %(accounted)s are accounted for: please report this defect.")
            values = {"read": self.rows["read"], "accounted": accounted}
            raise CountsDisagree(message % values, rows=dict(self.rows))


def _add(totals: dict[str, int], counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        totals[name] = totals.get(name, 0) + count
