"""What can be done to suppliers, their sources, schedules, mappings.

Everything checks the permission of `by`; None stands for the system and the command line.
"""

from suppliers.services.connections import (
    change_source,
    create_source,
    delete_source,
    fetch_remote,
    list_remote,
    set_connection,
)
from suppliers.services.mappings import forget_mapping, remember_columns, remember_mapping
from suppliers.services.priorities import clear_field_priorities, set_field_priorities
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
from suppliers.services.suppliers import (
    EDITABLE,
    create_supplier,
    duplicate_supplier,
    ensure_supplier,
    set_active,
    update_supplier,
)
from suppliers.services.templates import (
    count_template_use,
    create_template,
    delete_template,
    duplicate_template,
    set_source_template,
    update_template,
)
from suppliers.services.trying import ConnectionTest, test_connection
from suppliers.services.value_maps import Meaning, check_meanings, confirm_values, remove_values, takes_words

__all__ = [
    "EDITABLE",
    "POLICIES",
    "SENT_TO_US",
    "ConnectionTest",
    "DueSchedule",
    "Meaning",
    "change_source",
    "check_meanings",
    "clear_field_priorities",
    "confirm_values",
    "count_template_use",
    "create_schedule",
    "create_source",
    "create_supplier",
    "create_template",
    "delete_schedule",
    "delete_source",
    "delete_template",
    "due_schedules",
    "duplicate_supplier",
    "duplicate_template",
    "ensure_source",
    "ensure_supplier",
    "fetch_remote",
    "forget_mapping",
    "let_rest",
    "list_remote",
    "move_on",
    "remember_columns",
    "remember_mapping",
    "remove_values",
    "set_active",
    "set_connection",
    "set_field_priorities",
    "set_policies",
    "set_schedule_active",
    "set_source_template",
    "takes_words",
    "test_connection",
    "update_schedule",
    "update_supplier",
    "update_template",
]
