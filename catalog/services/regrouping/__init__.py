"""Brands, categories and tags that become one: their products follow, through the change log, and can go back."""

from catalog.services.regrouping.running import execute_regrouping
from catalog.services.regrouping.starting import (
    RIGHTS,
    Plan,
    begin,
    concerned_products,
    refuse_at_work,
    retry_regrouping,
    run,
    undo_regrouping,
    why_not_undoable,
)

__all__ = [
    "RIGHTS",
    "Plan",
    "begin",
    "concerned_products",
    "execute_regrouping",
    "refuse_at_work",
    "retry_regrouping",
    "run",
    "undo_regrouping",
    "why_not_undoable",
]
