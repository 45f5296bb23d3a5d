"""How programs write and read a rhythm."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.rest.lists import OneOf
from core.schedules.models import BY_CALENDAR

SAMPLES: dict[str, Any] = {
    "at": "06:30:00",
    "cron": "",
    "time_zone": "Europe/Paris",
    "weekdays": [0, 3],
    "words": "Daily at 06:30",
}


class RhythmIn(serializers.Serializer[Any]):
    """When; what is left out stays as it is (or is as usual)."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    frequency = OneOf(tuple(value for value, _label in BY_CALENDAR), required=False)
    at = serializers.TimeField(required=False, help_text="Time of day, for daily, weekly, monthly.")
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), required=False, max_length=7, help_text="0 is Monday."
    )
    day_of_month = serializers.IntegerField(required=False, min_value=1, max_value=31)
    cron = serializers.CharField(required=False, max_length=100, allow_blank=True)
    time_zone = serializers.CharField(required=False, max_length=64)
    is_active = serializers.BooleanField(required=False)


class RhythmOut(serializers.Serializer[Any]):
    """A rhythm in fields and in words, with its next time."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    frequency = serializers.CharField()
    # "time" in a document would promise a zone (RFC 3339).
    at = serializers.CharField(help_text="Time of day in the time zone of the schedule, HH:MM:SS.")
    weekdays = serializers.ListField(child=serializers.IntegerField())
    day_of_month = serializers.IntegerField()
    cron = serializers.CharField()
    time_zone = serializers.CharField()
    is_active = serializers.BooleanField()
    next_run_at = serializers.DateTimeField(allow_null=True)
    last_planned_at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()
