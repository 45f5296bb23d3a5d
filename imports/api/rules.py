"""The rules and filters of a source through the API."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView
from imports.selectors.rule_trials import try_rules
from imports.services.rules import set_rules
from suppliers.selectors import require_source, source_settings

REFUSALS = {403: ErrorBody, 404: ErrorBody, 422: ErrorBody}


class RulesOut(serializers.Serializer[Any]):
    """The rules and filters of a source, in the order in which they are asked."""

    rules = serializers.ListField(
        child=serializers.DictField(),
        help_text="kind (required, type, range, length, pattern, allowed, unique, compare, expression, level), what the"
        " kind asks for, level (error, warning, info), name.",
    )
    filters = serializers.ListField(
        child=serializers.DictField(),
        help_text="action (exclude, keep), field or column, test (equals, in, empty, less, ...), value, name.",
    )


class RulesIn(serializers.Serializer[Any]):
    """The lists that replace the stored ones; one that is not sent stays."""

    rules = serializers.ListField(child=serializers.JSONField(), required=False)
    filters = serializers.ListField(child=serializers.JSONField(), required=False)


class FoundOut(serializers.Serializer[Any]):
    """A finding and how many rows it concerns."""

    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.CharField()
    rows = serializers.IntegerField()


class TriedRowOut(serializers.Serializer[Any]):
    """A row that would be held or left out, and why."""

    number = serializers.IntegerField()
    outcome = serializers.CharField()
    messages = serializers.ListField(child=serializers.CharField())


class TrialOut(serializers.Serializer[Any]):
    """What the rules and filters would do to the last file; all zero while no file has come."""

    file_name = serializers.CharField()
    rows = serializers.IntegerField()
    held = serializers.IntegerField()
    filtered = serializers.IntegerField()
    is_whole = serializers.BooleanField(help_text="False: only the beginning of the file was tried.")
    found = FoundOut(many=True)
    samples = TriedRowOut(many=True)


NO_FILE: dict[str, Any] = {
    "file_name": "", "rows": 0, "held": 0, "filtered": 0, "is_whole": True, "found": [], "samples": []
}  # fmt: skip


class SourceRules(ApiView):
    """What a source demands of its rows, and which rows it leaves out."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers", "PUT": "write:suppliers"}

    @extend_schema(operation_id="sources_rules", responses={200: RulesOut, **REFUSALS})
    def get(self, request: Request, source_id: UUID) -> Response:
        """The rules and the filters."""
        require_source(self.user, "read:suppliers", source_id)
        return Response(_stored(source_id))

    @extend_schema(operation_id="sources_set_rules", request=RulesIn, responses={200: RulesOut, **REFUSALS})
    def put(self, request: Request, source_id: UUID) -> Response:
        """Replace the rules, the filters, or both; refused with the number of the first wrong entry."""
        values = validated(RulesIn, request.data)
        set_rules(source_id, rules=values.get("rules"), filters=values.get("filters"), by=self.user)
        return Response(_stored(source_id))


class RulesTrial(ApiView):
    """Rules and filters, tried."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "read:suppliers"}

    @extend_schema(operation_id="sources_try_rules", request=RulesIn, responses={200: TrialOut, **REFUSALS})
    def post(self, request: Request, source_id: UUID) -> Response:
        """What they would do to the last file of the source; a list that is not sent is the stored one."""
        require_source(self.user, "read:suppliers", source_id)
        values = {**_stored(source_id), **validated(RulesIn, request.data)}
        trial = try_rules(source_id, rules=values["rules"], filters=values["filters"])
        return Response(NO_FILE if trial is None else asdict(trial))


def _stored(source_id: UUID) -> dict[str, Any]:
    settings = source_settings(source_id)
    return {"rules": settings.rules, "filters": settings.filters}
