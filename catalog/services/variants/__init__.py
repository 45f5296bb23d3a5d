"""Variants: what their models are, making, attaching and detaching them, what they inherit."""

from catalog.services.variants.attaching import attach_variants, detach_variants
from catalog.services.variants.axes import set_axes
from catalog.services.variants.grouping import Grouped, group_by_reference
from catalog.services.variants.inheriting import inherit_field, own_field
from catalog.services.variants.making import Wanted, make_variants
from catalog.services.variants.undoing import undo_variants

__all__ = [
    "Grouped",
    "Wanted",
    "attach_variants",
    "detach_variants",
    "group_by_reference",
    "inherit_field",
    "make_variants",
    "own_field",
    "set_axes",
    "undo_variants",
]
