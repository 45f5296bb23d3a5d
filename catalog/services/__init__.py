"""What can be done to the catalogue."""

from catalog.acts import Actor, MergePolicy, MergeResult, UndoResult
from catalog.services.merge import merge_offers
from catalog.services.undo import undo_run

__all__ = ["Actor", "MergePolicy", "MergeResult", "UndoResult", "merge_offers", "undo_run"]
