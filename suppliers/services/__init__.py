"""What can be done to suppliers, their sources, schedules, mappings.

Everything checks the permission of `by`; None stands for the system and the command line.
"""

from suppliers.services.mappings import remember_columns, remember_mapping
from suppliers.services.sources import POLICIES, ensure_source, set_policies
from suppliers.services.suppliers import EDITABLE, create_supplier, ensure_supplier, update_supplier

__all__ = [
    "EDITABLE",
    "POLICIES",
    "create_supplier",
    "ensure_source",
    "ensure_supplier",
    "remember_columns",
    "remember_mapping",
    "set_policies",
    "update_supplier",
]
