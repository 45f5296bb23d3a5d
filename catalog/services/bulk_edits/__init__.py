"""Changing many products at once: look first, then do it as one job that can be cancelled and undone."""

from catalog.services.bulk_edits.options import CHOSEN, LIST_WAYS, PRICE_FIELDS, PRICE_WAYS, ROUNDINGS, STOCK_WAYS
from catalog.services.bulk_edits.preview import BulkPreview, Example, preview_bulk
from catalog.services.bulk_edits.running import execute_bulk_edit
from catalog.services.bulk_edits.selection import Selection
from catalog.services.bulk_edits.starting import cancel_bulk, empty_trash, purge_expired, start_bulk, undo_bulk

__all__ = [
    "CHOSEN",
    "LIST_WAYS",
    "PRICE_FIELDS",
    "PRICE_WAYS",
    "ROUNDINGS",
    "STOCK_WAYS",
    "BulkPreview",
    "Example",
    "Selection",
    "cancel_bulk",
    "empty_trash",
    "execute_bulk_edit",
    "preview_bulk",
    "purge_expired",
    "start_bulk",
    "undo_bulk",
]
