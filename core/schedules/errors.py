"""What is refused of a rhythm.

Refused
    ScheduleInvalid         422  a rhythm has a field that is missing or wrong
"""

from core.errors import InvalidInput


class ScheduleInvalid(InvalidInput):
    """A rhythm has a field that is missing or wrong."""

    code = "SCHEDULE_INVALID"
