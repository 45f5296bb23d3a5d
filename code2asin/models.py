"""Models of db_code2asin."""

from core.access.permissions import declared_on
from core.base import Resource
from core.events import AbstractOutboxEvent


class Code2AsinResource(Resource):
    """The permissions of Code2ASIN."""

    class Meta(Resource.Meta):
        permissions = declared_on("code2asin.Code2AsinResource")


class OutboxEvent(AbstractOutboxEvent):
    """Events told by code2asin."""
