"""Questions about suppliers, sources, schedules, mappings; answers are plain values, in batches."""

from suppliers.selectors.automation import Feed, Rhythm, feeds_of, rhythms
from suppliers.selectors.mappings import confirmed_columns, latest_mapping, mapping_for
from suppliers.selectors.schedules import (
    ExpectedFeed,
    ScheduleFacts,
    expected_feeds,
    fetchable_sources,
    next_runs,
    schedule,
    schedule_list,
    schedules_of,
    source_names,
)
from suppliers.selectors.sources import SourceSettings, require_source, source_settings, sources_of
from suppliers.selectors.suppliers import (
    READ,
    SupplierFacts,
    all_suppliers,
    priorities,
    require_supplier,
    supplier,
    supplier_by_code,
    supplier_counts,
    supplier_list,
    supplier_values,
    suppliers_by_id,
)

__all__ = [
    "READ",
    "ExpectedFeed",
    "Feed",
    "Rhythm",
    "ScheduleFacts",
    "SourceSettings",
    "SupplierFacts",
    "all_suppliers",
    "confirmed_columns",
    "expected_feeds",
    "feeds_of",
    "fetchable_sources",
    "latest_mapping",
    "mapping_for",
    "next_runs",
    "priorities",
    "require_source",
    "require_supplier",
    "rhythms",
    "schedule",
    "schedule_list",
    "schedules_of",
    "source_names",
    "source_settings",
    "sources_of",
    "supplier",
    "supplier_by_code",
    "supplier_counts",
    "supplier_list",
    "supplier_values",
    "suppliers_by_id",
]
