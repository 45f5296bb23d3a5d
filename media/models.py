"""Models of db_media."""

from core.access.permissions import declared_on
from core.base import Resource
from core.events import AbstractOutboxEvent


class MediaResource(Resource):
    """The permissions of media and files."""

    class Meta(Resource.Meta):
        permissions = declared_on("media.MediaResource")


class OutboxEvent(AbstractOutboxEvent):
    """Events told by media."""
