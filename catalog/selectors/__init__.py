"""What can be asked of the catalogue; answers are plain values."""

from catalog.selectors.detail import explain_field, product_detail
from catalog.selectors.facts import (
    Badge,
    CatalogStatistics,
    ChangeFacts,
    ChangePage,
    Explanation,
    FieldChange,
    FieldValue,
    KeptField,
    KeptPage,
    OfferFacts,
    ProductDetail,
    ProductPage,
    ProductRow,
    SourceValue,
)
from catalog.selectors.filters import ProductFilters, read_filters
from catalog.selectors.finding import brand_named, category_at
from catalog.selectors.history import changes_of_run, changes_since, product_history, run_change_counts, undo_kept
from catalog.selectors.lists import product_count, product_ids, product_list
from catalog.selectors.ordering import SORTS
from catalog.selectors.statistics import brands, categories, statistics
from catalog.selectors.supplied import delivered_offers
from catalog.selectors.unknown import unknown_names
from catalog.selectors.words import label_of
from catalog.services.compare import compare_offers

__all__ = [
    "SORTS",
    "Badge",
    "CatalogStatistics",
    "ChangeFacts",
    "ChangePage",
    "Explanation",
    "FieldChange",
    "FieldValue",
    "KeptField",
    "KeptPage",
    "OfferFacts",
    "ProductDetail",
    "ProductFilters",
    "ProductPage",
    "ProductRow",
    "SourceValue",
    "brand_named",
    "brands",
    "categories",
    "category_at",
    "changes_of_run",
    "changes_since",
    "compare_offers",
    "delivered_offers",
    "explain_field",
    "label_of",
    "product_count",
    "product_detail",
    "product_history",
    "product_ids",
    "product_list",
    "read_filters",
    "run_change_counts",
    "statistics",
    "undo_kept",
    "unknown_names",
]
