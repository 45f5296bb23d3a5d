"""Questions about what happened."""

from analytics.selectors.activity import ActivityFacts, recent_activity
from analytics.selectors.acts import ActFacts, TrailFilters, people_of, trail, whole_trail

__all__ = ["ActFacts", "ActivityFacts", "TrailFilters", "people_of", "recent_activity", "trail", "whole_trail"]
