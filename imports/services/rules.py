"""The rules and filters of a source: checked here, because only this app understands them, and kept with the source."""

from typing import Any
from uuid import UUID

from core.models import User
from imports.feeds.filtering import check_filters
from imports.feeds.validation.rules import check_rules
from suppliers.services import set_policies


def set_rules(source_id: UUID, *, rules: Any = None, filters: Any = None, by: User | None) -> dict[str, Any]:
    """Replace the rules, the filters or both (None keeps them) of a source; returns what was stored.

    Runs that come after it follow them, and replays of held rows. Raises NotFound, PermissionRefused without
    `write:suppliers`, InvalidInput with the number of the first wrong entry, what was received and what is allowed.
    """
    values: dict[str, Any] = {}
    if rules is not None:
        values["rules"] = check_rules(rules)
    if filters is not None:
        values["filters"] = check_filters(filters)
    set_policies(by=by, source_id=source_id, values=values)
    return values
