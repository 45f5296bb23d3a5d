"""Products as flat rows of text: what exports and sheets are made of."""

from catalog.selectors.flat.columns import Column, column_kind, flat_columns, is_known, label_of_column
from catalog.selectors.flat.rows import flat_products

__all__ = ["Column", "column_kind", "flat_columns", "flat_products", "is_known", "label_of_column"]
