"""Webhooks as the API shows and takes them."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.outgoing import DeliveryStatus
from core.rest.lists import CursorQuery, SortedQuery
from core.webhooks.events import EVENTS


class WebhookOut(serializers.Serializer[Any]):
    """A webhook with its numbers of the last seven days; the secret is never shown again."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    description = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    is_active = serializers.BooleanField()
    is_encrypted = serializers.BooleanField(help_text="Whether the address is https.")
    stop = serializers.CharField(help_text="Why it is off: person, failures, gone; empty while it is on.")
    stopped_at = serializers.DateTimeField(allow_null=True)
    failures_in_a_row = serializers.IntegerField()
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_failure_at = serializers.DateTimeField(allow_null=True)
    delivered = serializers.IntegerField()
    failed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WebhookMade(WebhookOut):
    """A new webhook, with its secret: this answer is the only one that holds it."""

    secret = serializers.CharField()


class WebhookIn(serializers.Serializer[Any]):
    """A new webhook. Without a secret one is made; `active` is accepted for `is_active`."""

    url = serializers.CharField(max_length=2000, help_text="Where events are sent: https is recommended.")
    events = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, help_text="Names of GET /webhooks/events."
    )
    secret = serializers.CharField(required=False, min_length=16, max_length=200, write_only=True)
    description = serializers.CharField(required=False, max_length=200, allow_blank=True)
    is_active = serializers.BooleanField(required=False, default=True)
    active = serializers.BooleanField(required=False, write_only=True, help_text="Another name of is_active.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "active" in attrs:
            attrs["is_active"] = attrs.pop("active")
        return attrs


class WebhookReplaced(WebhookIn):
    """The whole webhook anew; the secret stays unless one is given."""

    description = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)


class WebhookPatch(WebhookIn):
    """Some of it: what is not named stays."""

    url = serializers.CharField(required=False, max_length=2000)
    events = serializers.ListField(required=False, child=serializers.CharField(max_length=60), min_length=1)
    is_active = serializers.BooleanField(required=False)


class WebhookQuery(SortedQuery):
    """Filters of the list."""

    sorts: ClassVar = {"created_at": "created_at", "url": "url"}
    search = serializers.CharField(required=False, default="", help_text="Part of address or description.")
    active = serializers.BooleanField(required=False, default=None, allow_null=True)


class Toggle(serializers.Serializer[Any]):
    """On or off; without a body the webhook changes from one to the other."""

    is_active = serializers.BooleanField(required=False)


class SecretOut(serializers.Serializer[Any]):
    """A new secret, shown this once."""

    secret = serializers.CharField()


class DeliveryOut(serializers.Serializer[Any]):
    """A line of the log."""

    id = serializers.UUIDField(help_text="Also in the header X-PM-Delivery and in the body: the same at every attempt.")
    event = serializers.CharField()
    status = serializers.CharField(help_text="waiting, delivered or failed.")
    timestamp = serializers.DateTimeField()
    http_status = serializers.IntegerField(allow_null=True)
    response_time_ms = serializers.IntegerField(allow_null=True)
    retry_count = serializers.IntegerField()
    error = serializers.CharField()
    error_code = serializers.CharField()
    replays = serializers.IntegerField()
    attempted_at = serializers.DateTimeField(allow_null=True)
    next_attempt_at = serializers.DateTimeField(allow_null=True)


class AttemptOut(serializers.Serializer[Any]):
    """One attempt."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    milliseconds = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()


class DeliveryDetailOut(serializers.Serializer[Any]):
    """A delivery with what was sent and what came back."""

    delivery = DeliveryOut()
    body = serializers.CharField(help_text="Exactly what was signed and sent.")
    headers = serializers.DictField(child=serializers.CharField())
    response_body = serializers.CharField(help_text="The first 1,024 bytes of the last answer.")
    history = AttemptOut(many=True)


class LogQuery(CursorQuery):
    """Filters of the log."""

    sorts: ClassVar = {"timestamp": "created_at"}
    default_order = "desc"
    event = serializers.CharField(required=False, default="", max_length=60)
    status = serializers.ChoiceField(choices=DeliveryStatus.values, required=False, default="")


class TestOut(serializers.Serializer[Any]):
    """What the receiver answered to a test."""

    success = serializers.BooleanField()
    http_status = serializers.IntegerField(allow_null=True)
    response_time_ms = serializers.IntegerField(allow_null=True)
    response_body = serializers.CharField()
    error = serializers.CharField()
    delivery_id = serializers.UUIDField()


class ReplayIn(serializers.Serializer[Any]):
    """Which failed deliveries: those since then, or all that are kept."""

    since = serializers.DateTimeField(required=False, default=None, allow_null=True)


class ReplayedOut(serializers.Serializer[Any]):
    """How many deliveries are sent again."""

    count = serializers.IntegerField()


class EventOut(serializers.Serializer[Any]):
    """An event of the catalogue."""

    name = serializers.CharField()
    group = serializers.CharField()
    description = serializers.CharField()
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="What each field of `data` says."
    )
    sample = serializers.DictField(help_text="A delivery's `data`.")


class EventList(serializers.Serializer[Any]):
    """All events a webhook can be told."""

    items = EventOut(many=True)
    total = serializers.IntegerField()


def events_out() -> dict[str, Any]:
    """The catalogue in the reader's words."""
    items = [
        {
            "name": event.name,
            "group": str(event.group),
            "description": str(event.description),
            "fields": {name: str(text) for name, text in event.fields.items()},
            "sample": event.sample,
        }
        for event in EVENTS.values()
    ]
    return {"items": items, "total": len(items)}
