"""What the catalogue tells."""

PRODUCTS_CHANGED = "catalog.products_changed"
PRODUCTS_MERGED = "catalog.products_merged"
