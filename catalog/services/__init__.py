"""What can be done to the catalogue."""

from catalog.acts import Actor, Existing, MergePolicy, MergeResult, MissingPolicy, Mode, RetireResult, UndoResult
from catalog.services.creating import create_product, duplicate_product
from catalog.services.editing import (
    edit_product,
    lock_field,
    release_field,
    restore_field,
    unlock_field,
)
from catalog.services.merge import merge_offers
from catalog.services.orders import check_ordered, set_order
from catalog.services.reconsidering import decide_again, foresee_order
from catalog.services.restoring import Return, entry_on, foresee_return, restore_product
from catalog.services.retiring import retire_offers
from catalog.services.statuses import restore_products, set_status
from catalog.services.undo import undo_run

__all__ = [
    "Actor",
    "Existing",
    "MergePolicy",
    "MergeResult",
    "MissingPolicy",
    "Mode",
    "RetireResult",
    "Return",
    "UndoResult",
    "check_ordered",
    "create_product",
    "decide_again",
    "duplicate_product",
    "edit_product",
    "entry_on",
    "foresee_order",
    "foresee_return",
    "lock_field",
    "merge_offers",
    "release_field",
    "restore_field",
    "restore_product",
    "restore_products",
    "retire_offers",
    "set_order",
    "set_status",
    "undo_run",
    "unlock_field",
]
