"""Keeping the completeness of products up to date: what changed, and all of them as a job."""

from catalog.services.completeness.following import follow_changes
from catalog.services.completeness.measuring import MEASURED_BY, measure, rules_of
from catalog.services.completeness.running import cancel_run, execute_run, note_day, start_run

__all__ = [
    "MEASURED_BY",
    "cancel_run",
    "execute_run",
    "follow_changes",
    "measure",
    "note_day",
    "rules_of",
    "start_run",
]
