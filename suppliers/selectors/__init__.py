"""Questions about suppliers, sources, schedules, mappings; answers are plain values, in batches."""

from suppliers.selectors.mappings import confirmed_columns, latest_mapping, mapping_for
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
    "SourceSettings",
    "SupplierFacts",
    "all_suppliers",
    "confirmed_columns",
    "latest_mapping",
    "mapping_for",
    "priorities",
    "require_source",
    "require_supplier",
    "source_settings",
    "sources_of",
    "supplier",
    "supplier_by_code",
    "supplier_counts",
    "supplier_list",
    "supplier_values",
    "suppliers_by_id",
]
