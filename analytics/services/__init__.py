"""Use cases of analytics: keeping what the other apps tell."""

from analytics.services.audit import keep_acts, sweep_acts, sweep_old_acts

__all__ = ["keep_acts", "sweep_acts", "sweep_old_acts"]
