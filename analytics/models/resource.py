"""Permissions of what has no table of its own."""

from core.access.permissions import declared_on
from core.base import Resource


class AnalyticsResource(Resource):
    """The permissions of analytics and reports."""

    class Meta(Resource.Meta):
        permissions = declared_on("analytics.AnalyticsResource")
