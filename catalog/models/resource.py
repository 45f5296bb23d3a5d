"""Permissions of catalog whose resources have no model of their own yet."""

from core.access.permissions import declared_on
from core.base import Resource


class CatalogResource(Resource):
    """The permissions of tags, environmental data, AI texts and enrichment."""

    class Meta(Resource.Meta):
        permissions = declared_on("catalog.CatalogResource")
