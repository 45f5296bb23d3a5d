"""API of value maps: what suppliers' words mean here."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from suppliers import selectors, services

SAMPLES = {"field": "stock", "value": "Sur commande", "target": "0"}


class ValueMapOut(serializers.Serializer[Any]):
    """A word of a supplier and its meaning here."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    id = serializers.UUIDField()
    field = serializers.CharField()
    value = serializers.CharField(help_text="As the supplier writes it; accents, case and punctuation do not count.")
    target = serializers.CharField(help_text="The value here; empty leaves the field empty.")
    source_id = serializers.UUIDField(allow_null=True, help_text="Null: it counts in all files.")
    source_name = serializers.CharField()
    supplier_id = serializers.UUIDField(allow_null=True)
    supplier_name = serializers.CharField()
    times = serializers.IntegerField(help_text="How often it was confirmed.")
    updated_at = serializers.DateTimeField()


class MeaningIn(serializers.Serializer[Any]):
    """A word and what it means."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    field = serializers.CharField(max_length=120, help_text="category, brand, stock, status, attribute:… or stock:….")
    value = serializers.CharField(max_length=500)
    target = serializers.CharField(max_length=500, allow_blank=True)


class MeaningsIn(serializers.Serializer[Any]):
    """Words to keep, for one source or, without it, for all."""

    source_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    meanings = serializers.ListField(child=MeaningIn(), allow_empty=False, max_length=1000)


class IdsIn(serializers.Serializer[Any]):
    """Which words to forget."""

    ids = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=1000)


class RemovedOut(serializers.Serializer[Any]):
    """How many were forgotten."""

    removed = serializers.IntegerField()


class ValueMapQuery(CursorQuery):
    """Filters and order of the list."""

    sorts: ClassVar[dict[str, str]] = {"field": "field"}

    search = serializers.CharField(required=False, default="", help_text="Part of the word or of its meaning.")
    field = serializers.CharField(required=False, default="")
    source_id = serializers.UUIDField(
        required=False, default=None, allow_null=True, help_text="Its own words and those of all."
    )


class ValueMaps(ApiView):
    """All value maps."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers", "POST": "write:suppliers"}
    checks_objects = True

    @extend_schema(
        operation_id="value_maps_list",
        parameters=[ValueMapQuery],
        responses={200: cursor_schema("ValueMapListOut", ValueMapOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Words of suppliers with their meanings, by field."""
        query = validated(ValueMapQuery, request.query_params)
        return Response(page_listing(selectors.value_map_list(seen_by=self.user, **query), asdict))

    @extend_schema(
        operation_id="value_maps_confirm",
        request=MeaningsIn,
        responses={200: ValueMapOut(many=True), 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Keep up to 1000 meanings; a word that is known gets its new one. The next run follows them."""
        given = validated(MeaningsIn, request.data)
        meanings = [services.Meaning(**one) for one in given["meanings"]]
        options = {"meanings": meanings, "source_id": given["source_id"]}
        ids = services.confirm_values(by=self.user, tenant_id=self.tenant_id, **options)
        return Response([asdict(one) for one in selectors.value_maps_by_id(ids)])


class ValueMap(ApiView):
    """One value map."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": "write:suppliers"}
    checks_objects = True

    @extend_schema(operation_id="value_maps_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, map_id: UUID) -> Response:
        """Forget what the word means; the next run takes it as it comes."""
        services.remove_values(by=self.user, ids=[map_id])
        return Response(status=204)


class BulkDelete(ApiView):
    """Several value maps, forgotten at once."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:suppliers"}
    checks_objects = True

    @extend_schema(
        operation_id="value_maps_bulk_delete",
        request=IdsIn,
        responses={200: RemovedOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Forget up to 1000 meanings, all of them or none."""
        ids = validated(IdsIn, request.data)["ids"]
        return Response({"removed": services.remove_values(by=self.user, ids=ids)})
