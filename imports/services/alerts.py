"""What a source wants people to be told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

ERRORS_PERCENT = 10
# Without a limit of its own a feed is silent after three of its looks have brought nothing, two days at the least.
PATIENCE, LEAST_PATIENCE = 3, timedelta(days=2)


@dataclass(frozen=True)
class Alerts:
    """The choices of a source, the usual ones where it made none. Percentages are of the rows of a file."""

    success: bool = False
    with_errors: bool = True
    failed: bool = True
    file_not_found: bool = True
    held: bool = True
    errors_percent: float = ERRORS_PERCENT
    count_change_percent: float | None = None
    silent_days: float | None = None
    report_to: Sequence[str] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Alerts":
        """The choices as they are stored; what is unknown or no value does not count."""
        known = {name: value for name, value in stored.items() if name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in known.items() if value is not None})

    def patience(self, gap: timedelta | None) -> timedelta | None:
        """How long a feed whose looks are `gap` apart may bring nothing; None: as long as it likes."""
        if self.silent_days:
            return timedelta(days=self.silent_days)
        return max(PATIENCE * gap, LEAST_PATIENCE) if gap else None
