"""Questions about what happened."""

from analytics.selectors.activity import ActivityFacts, recent_activity

__all__ = ["ActivityFacts", "recent_activity"]
