"""What the catalogue tells."""

PRODUCTS_CHANGED = "catalog.products_changed"
