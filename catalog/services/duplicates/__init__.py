"""Products that may be the same: found, proposed, decided, merged in bulk."""

from catalog.services.duplicates.deciding import accept_pair, reject_pair, reopen_pair
from catalog.services.duplicates.following import follow_changes
from catalog.services.duplicates.running import cancel_run, execute_run, start_merging, start_search

__all__ = [
    "accept_pair",
    "cancel_run",
    "execute_run",
    "follow_changes",
    "reject_pair",
    "reopen_pair",
    "start_merging",
    "start_search",
]
