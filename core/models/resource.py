"""Permissions of core whose resources have no model of their own."""

from core.access.permissions import declared_on
from core.base import Resource


class CoreResource(Resource):
    """The permissions of cache, system and monitoring."""

    class Meta(Resource.Meta):
        permissions = declared_on("core.CoreResource")
