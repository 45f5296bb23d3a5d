"""API of one's own preferences."""

from dataclasses import asdict
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.configuration.personal import NAMES, preferences_of, save_preferences
from core.rest.lists import validated
from core.rest.permissions import SIGNED_IN
from core.rest.views import ApiView


class PreferencesShape(serializers.Serializer[Any]):
    """How a person likes to see things; an empty text is the default."""

    language = serializers.CharField(
        required=False, allow_blank=True, help_text="fr or en; answers without Accept-Language speak it."
    )
    time_zone = serializers.CharField(required=False, allow_blank=True, help_text="Such as Europe/Paris.")
    date_format = serializers.CharField(
        required=False, allow_blank=True, help_text="DD/MM/YYYY, MM/DD/YYYY or YYYY-MM-DD."
    )
    number_format = serializers.CharField(required=False, allow_blank=True, help_text="1 234,5, 1,234.5 or 1.234,5.")
    theme = serializers.CharField(required=False, allow_blank=True, help_text="light, dark or auto.")


class MyPreferences(ApiView):
    """The caller's own preferences, in every organisation."""

    permissions: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "PUT", "PATCH"), SIGNED_IN)
    needs_tenant: ClassVar[bool] = False

    @extend_schema(operation_id="my_preferences_get", responses={200: PreferencesShape})
    def get(self, request: Request) -> Response:
        """What you have chosen."""
        return Response(asdict(preferences_of(self.user)))

    @extend_schema(operation_id="my_preferences_update", request=PreferencesShape, responses={200: PreferencesShape})
    def put(self, request: Request) -> Response:
        """Choose anew: what is not sent goes back to the default."""
        given = validated(PreferencesShape, request.data)
        return Response(asdict(save_preferences(user=self.user, values={**dict.fromkeys(NAMES, ""), **given})))

    @extend_schema(
        operation_id="my_preferences_partial_update", request=PreferencesShape, responses={200: PreferencesShape}
    )
    def patch(self, request: Request) -> Response:
        """Choose some; the others stay."""
        given = validated(PreferencesShape, request.data)
        return Response(asdict(save_preferences(user=self.user, values=given)))
