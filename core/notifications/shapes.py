"""Notifications and preferences as the API shows and takes them."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.models.notifications import Channel
from core.rest.lists import CursorQuery


class NotificationOut(serializers.Serializer[Any]):
    """A notification in the language of the request."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    level = serializers.CharField(help_text="info, success, warning or error.")
    title = serializers.CharField()
    message = serializers.CharField()
    url = serializers.CharField()
    is_read = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    metadata = serializers.DictField()


class NotificationQuery(CursorQuery):
    """Filters of the list."""

    sorts: ClassVar = {"created_at": "created_at"}
    default_order = "desc"
    unread = serializers.BooleanField(required=False, default=False)
    kind = serializers.CharField(required=False, default="", max_length=40)


class ReadOut(serializers.Serializer[Any]):
    """How many were marked."""

    count = serializers.IntegerField()


class KindOut(serializers.Serializer[Any]):
    """A kind of news, and by which channels it reaches the person."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    description = serializers.CharField()
    channels = serializers.ListField(child=serializers.CharField())
    usual_channels = serializers.ListField(child=serializers.CharField())
    bell_is_fixed = serializers.BooleanField(help_text="Whether the bell cannot be switched off for it.")


class PreferencesOut(serializers.Serializer[Any]):
    """What the person hears of, and where SMS and chat go."""

    items = KindOut(many=True)
    phone = serializers.CharField()
    chat = serializers.CharField()


class PreferencesIn(serializers.Serializer[Any]):
    """What changes: kinds that are not named stay."""

    channels = serializers.DictField(
        required=False,
        child=serializers.ListField(child=serializers.ChoiceField(choices=Channel.values)),
        help_text="Kind to channels: bell, email, sms, chat.",
    )
    phone = serializers.CharField(required=False, allow_blank=True, max_length=32)
    chat = serializers.CharField(required=False, allow_blank=True, max_length=120)
