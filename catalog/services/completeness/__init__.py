"""Keeping the completeness of products up to date: what changed, and all of them as a job."""

from catalog.services.completeness.following import follow_changes
from catalog.services.completeness.measuring import measure
from catalog.services.completeness.running import cancel_run, execute_run, note_day, start_run

__all__ = [
    "cancel_run",
    "execute_run",
    "follow_changes",
    "measure",
    "note_day",
    "start_run",
]
