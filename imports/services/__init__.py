"""What imports does: files in, mappings confirmed, runs steered, held rows settled.

Everything checks the permission of `by`; None stands for the system and the command line.
"""

from imports.services.fetching import execute_fetch, request_fetch
from imports.services.held_rows import correct_held_row, discard_held_rows, replay_held_rows
from imports.services.holding import refuse_run, release_run
from imports.services.mappings import save_mapping
from imports.services.once import fetch_from_address
from imports.services.planning import plan_due
from imports.services.pushing import push_file
from imports.services.reports import mail_report
from imports.services.runs import (
    cancel_run,
    delete_run,
    pause_run,
    resume_run,
    retry_run,
    start_dry_run,
    start_run,
    undo_run,
)
from imports.services.telling import note_held_rows_taken, note_jobs_taken, note_taken
from imports.services.uploads import Upload, change_reading, upload_file
from imports.services.work import claim, execute_dry_run, execute_run

__all__ = [
    "Upload",
    "cancel_run",
    "change_reading",
    "claim",
    "correct_held_row",
    "delete_run",
    "discard_held_rows",
    "execute_dry_run",
    "execute_fetch",
    "execute_run",
    "fetch_from_address",
    "mail_report",
    "note_held_rows_taken",
    "note_jobs_taken",
    "note_taken",
    "pause_run",
    "plan_due",
    "push_file",
    "refuse_run",
    "release_run",
    "replay_held_rows",
    "request_fetch",
    "resume_run",
    "retry_run",
    "save_mapping",
    "start_dry_run",
    "start_run",
    "undo_run",
    "upload_file",
]
