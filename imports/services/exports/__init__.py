"""Use cases of exports: made, stopped, run again, removed; their templates, destinations, schedules."""

from imports.services.exports.making import (
    cancel_export,
    delete_export,
    note_download,
    repeat_export,
    retry_export,
    start_export,
)

__all__ = [
    "cancel_export",
    "delete_export",
    "note_download",
    "repeat_export",
    "retry_export",
    "start_export",
]
