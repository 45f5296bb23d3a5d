"""Who acts on the catalogue, by which rules, with which result: plain values that cross the app's border."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Mode = Literal["always", "only_if_empty", "only_new", "never"]
Existing = Literal["update", "ignore", "error"]
MissingPolicy = Literal["keep", "stock_zero", "deactivate", "trash"]


@dataclass(frozen=True)
class Actor:
    """Who or what acts: `kind` is "import", "user", "undo", "rule", "ai", "channel" or "order" (of suppliers)."""

    kind: str
    id: UUID | None = None
    label: str = ""


@dataclass(frozen=True)
class MergePolicy:
    """How a feed's rows meet the catalogue; `modes` by field, a field without one is taken always."""

    existing: Existing = "update"
    modes: Mapping[str, Mode] = field(default_factory=dict)
    default_status: str = "active"

    def mode_of(self, name: str) -> Mode:
        """The mode of a field."""
        return self.modes.get(name, "always")


@dataclass(frozen=True)
class Batch:
    """One batch of one run, as the steps of a merge pass it on.

    `seen_at` and the number of its row tell the age of a new offer: the same for whatever order of the run's batches.
    """

    tenant_id: UUID
    supplier_id: UUID
    run_id: UUID
    number: int
    actor: Actor
    policy: MergePolicy
    source_id: UUID | None
    seen_at: datetime


@dataclass(frozen=True)
class MergeResult:
    """Counts of rows (created + updated + unchanged + skipped + refused = rows given) and of products.

    `changed_fields` counts the products whose golden value of a field changed; `refused` lists (row, code).
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    products_created: int = 0
    products_updated: int = 0
    changed_fields: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The result as the ledger keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> "MergeResult":
        """The result a batch gave when it was merged."""
        return cls(**{**saved, "refused": [(int(row), str(code)) for row, code in saved["refused"]]})


@dataclass(frozen=True)
class RetireResult:
    """`retired` offers that went missing; products that became inactive, or went into the trash, because of it."""

    retired: int = 0
    deactivated: int = 0
    trashed: int = 0


@dataclass(frozen=True)
class UndoResult:
    """What an undo did; `kept` counts fields that were left because somebody changed them after the run."""

    restored_products: int = 0
    removed_products: int = 0
    restored_offers: int = 0
    removed_offers: int = 0
    kept: int = 0

    def plus(self, other: "UndoResult") -> "UndoResult":
        """The sum of two results."""
        return UndoResult(**{name: value + getattr(other, name) for name, value in asdict(self).items()})
