"""What can be done to suppliers, their sources, schedules, mappings.

Everything checks the permission of `by`; None stands for the system and the command line.
"""

from suppliers.services.mappings import remember_columns, remember_mapping
from suppliers.services.schedules import (
    SENT_TO_US,
    DueSchedule,
    create_schedule,
    delete_schedule,
    due_schedules,
    let_rest,
    move_on,
    set_schedule_active,
    update_schedule,
)
from suppliers.services.sources import POLICIES, ensure_source, set_policies
from suppliers.services.suppliers import EDITABLE, create_supplier, ensure_supplier, update_supplier

__all__ = [
    "EDITABLE",
    "POLICIES",
    "SENT_TO_US",
    "DueSchedule",
    "create_schedule",
    "create_supplier",
    "delete_schedule",
    "due_schedules",
    "ensure_source",
    "ensure_supplier",
    "let_rest",
    "move_on",
    "remember_columns",
    "remember_mapping",
    "set_policies",
    "set_schedule_active",
    "update_schedule",
    "update_supplier",
]
