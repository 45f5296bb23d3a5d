"""Everything a run has decided before it begins: frozen, so that every step and every worker sees the same."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from imports.feeds.duplicates import Rule
from imports.feeds.mapping.model import Mapping
from imports.models import ImportRun


@dataclass(frozen=True)
class Policies:
    """What a source decided once about its rows."""

    existing_products: str = "update"
    duplicates: str = Rule.LAST
    error_policy: str = "hold_rows"
    error_limit_percent: int = 10
    missing_rows: str = "keep"
    completeness_percent: int = 80
    rules: list[dict[str, Any]] = field(default_factory=list)
    filters: list[dict[str, Any]] = field(default_factory=list)
    brake: dict[str, Any] = field(default_factory=dict)
    approval: str = "anybody"
    value_maps: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def judges_the_whole_file(self) -> bool:
        """Whether rows with errors can stop the others."""
        return self.error_policy != "hold_rows"


@dataclass(frozen=True)
class Plan:
    """The decisions of one run."""

    run_id: UUID
    tenant_id: UUID
    supplier_id: UUID
    source_id: UUID
    is_partial: bool
    label: str
    mapping: Mapping
    identity: tuple[str, ...]
    policies: Policies
    settings: dict[str, Any]
    is_import: bool = True
    # When the run began: with the number of a row the age of its offer, whichever chunk is merged first.
    seen_at: datetime | None = None

    @property
    def is_checked_in_order(self) -> bool:
        """Whether a chunk needs what the one before it carried over: then one worker checks them all."""
        return self.mapping.inherit is not None

    @property
    def digest(self) -> str:
        """The same for two runs that would treat every row alike."""
        decisions = [self.mapping.to_json(), self.identity, asdict(self.policies), self.settings]
        return hashlib.sha256(json.dumps(decisions, sort_keys=True).encode()).hexdigest()[:16]


def plan_of(run: ImportRun) -> Plan:
    """The plan of a run that is ready."""
    policies = dict(run.policies)
    settings = {name: policies.pop(name) for name in ("currency", "country", "decimal", "label") if name in policies}
    return Plan(
        run_id=run.pk,
        tenant_id=run.tenant_id,
        supplier_id=run.supplier_id,
        source_id=run.source_id,
        is_partial=run.is_partial,
        label=str(settings.pop("label", "")),
        mapping=Mapping.from_json(run.mapping),
        identity=tuple(run.identity),
        policies=Policies(**policies),
        settings=settings,
        seen_at=run.started_at,
        is_import=run.kind == ImportRun.Kind.IMPORT,
    )
