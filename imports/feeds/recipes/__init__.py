"""Feed recipes: what a template decides as a document, and the sample rows that hold it to its word."""

from imports.feeds.recipes.decisions import Decisions
from imports.feeds.recipes.document import Recipe, read_recipe, write_recipe
from imports.feeds.recipes.samples import Difference, Sample, choose_samples, differences, read_samples

__all__ = [
    "Decisions",
    "Difference",
    "Recipe",
    "Sample",
    "choose_samples",
    "differences",
    "read_recipe",
    "read_samples",
    "write_recipe",
]
