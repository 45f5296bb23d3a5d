"""Permissions of imports whose resources have no model of their own yet."""

from core.access.permissions import declared_on
from core.base import Resource


class ImportsResource(Resource):
    """The permissions of exports, workflows and integrations."""

    class Meta(Resource.Meta):
        permissions = declared_on("imports.ImportsResource")
