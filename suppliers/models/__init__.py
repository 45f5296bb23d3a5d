"""Models of db_suppliers: who sends us data and how."""

from suppliers.models.events import OutboxEvent
from suppliers.models.mappings import ConfirmedColumn, MappingTemplate, SavedMapping, ValueMapping
from suppliers.models.priorities import FieldPriority
from suppliers.models.schedules import Schedule
from suppliers.models.sources import Source
from suppliers.models.suppliers import Supplier

__all__ = [
    "ConfirmedColumn",
    "FieldPriority",
    "MappingTemplate",
    "OutboxEvent",
    "SavedMapping",
    "Schedule",
    "Source",
    "Supplier",
    "ValueMapping",
]
