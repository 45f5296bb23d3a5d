"""What the API remembers for a while only."""

from core.rest import idempotency, violations


def forget_old() -> int:
    """Remove answers of repeatable requests after a day and exceeded limits after 90 days; how many rows."""
    return idempotency.sweep() + violations.sweep()
