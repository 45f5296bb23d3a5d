"""Making two products one, and taking it back exactly."""

from catalog.services.merging_products.foreseeing import MergeForecast, foresee_merge
from catalog.services.merging_products.joining import merge_products
from catalog.services.merging_products.splitting import undo_merge

__all__ = ["MergeForecast", "foresee_merge", "merge_products", "undo_merge"]
