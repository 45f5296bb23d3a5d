"""API of API keys."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.apikeys import selectors, services
from core.models import ApiKey
from core.rest.lists import SortedQuery, list_schema, listing, validated
from core.rest.views import ApiView


class KeyIn(serializers.Serializer[Any]):
    """What a new key needs: a name and the permissions it may use."""

    name = serializers.CharField(max_length=80)
    mode = serializers.ChoiceField(choices=ApiKey.Mode.choices, default=ApiKey.Mode.LIVE)
    scopes = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=62)
    networks = serializers.ListField(child=serializers.CharField(max_length=50), max_length=50, required=False)
    rate_limit_per_minute = serializers.IntegerField(
        min_value=1, max_value=100_000, required=False, allow_null=True, help_text="None: the limits of the API alone."
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class KeyChange(KeyIn):
    """What of a key can be changed; what is not sent stays."""

    mode = None  # type: ignore[assignment]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class KeyOut(serializers.Serializer[Any]):
    """A key as the API shows it; never the key itself."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    mode = serializers.ChoiceField(choices=ApiKey.Mode.choices)
    prefix = serializers.CharField(help_text="The key's first characters.")
    scopes = serializers.ListField(child=serializers.CharField())
    networks = serializers.ListField(child=serializers.CharField())
    rate_limit_per_minute = serializers.IntegerField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    is_active = serializers.BooleanField()
    has_expired = serializers.BooleanField()
    user = serializers.EmailField(help_text="The person the key acts as.")
    created_at = serializers.DateTimeField()
    rotated_at = serializers.DateTimeField(allow_null=True)
    previous_until = serializers.DateTimeField(allow_null=True, help_text="Until then the key before works as well.")
    last_used_at = serializers.DateTimeField(allow_null=True)
    last_address = serializers.IPAddressField(allow_null=True)


class NewKeyOut(KeyOut):
    """A key with its secret, shown this once."""

    key = serializers.CharField(help_text="The whole key. It is shown once and cannot be read again.")


class RotationIn(serializers.Serializer[Any]):
    """How long the old key goes on beside the new one."""

    overlap_hours = serializers.IntegerField(min_value=0, max_value=services.LONGEST_OVERLAP_HOURS, default=0)


class DayOut(serializers.Serializer[Any]):
    """Requests of one day."""

    day = serializers.DateField()
    requests = serializers.IntegerField()


class KeyStatisticsOut(serializers.Serializer[Any]):
    """How often the key was used in the last 30 days."""

    total = serializers.IntegerField()
    days = DayOut(many=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class KeyQuery(SortedQuery):
    """The list of keys."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at", "name": "name"}
    default_order: ClassVar[str] = "desc"


class KeyList(ApiView):
    """All keys, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": services.MANAGE, "POST": services.MANAGE}

    @extend_schema(
        operation_id="api_keys_list", parameters=[KeyQuery], responses={200: list_schema("KeyListOut", KeyOut)}
    )
    def get(self, request: Request) -> Response:
        """Keys of the organisation, newest first."""
        page = selectors.key_list(self.tenant_id, **validated(KeyQuery, request.query_params))
        return Response(listing(map(asdict, page.items), total=page.total, page=page.page, per_page=page.per_page))

    @extend_schema(operation_id="api_keys_create", request=KeyIn, responses={201: NewKeyOut})
    def post(self, request: Request) -> Response:
        """Make a key that acts as you, within the scopes; the key is shown in this answer only."""
        new = services.create_key(by=self.user, tenant_id=self.tenant_id, **validated(KeyIn, request.data))
        return Response(_shown_once(new, tenant_id=self.tenant_id), status=201)


class KeyDetail(ApiView):
    """One key."""

    permissions: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "PATCH", "DELETE"), services.MANAGE)

    @extend_schema(operation_id="api_keys_detail", responses={200: KeyOut})
    def get(self, request: Request, key_id: UUID) -> Response:
        """A key by its id."""
        return Response(asdict(selectors.key_facts(self.tenant_id, key_id)))

    @extend_schema(operation_id="api_keys_update", request=KeyChange, responses={200: KeyOut})
    def patch(self, request: Request, key_id: UUID) -> Response:
        """Change name, scopes, addresses, limit or expiry."""
        values = validated(KeyChange, request.data)
        services.update_key(by=self.user, tenant_id=self.tenant_id, key_id=key_id, values=values)
        return Response(asdict(selectors.key_facts(self.tenant_id, key_id)))

    @extend_schema(operation_id="api_keys_delete", responses={204: None})
    def delete(self, request: Request, key_id: UUID) -> Response:
        """Remove the key for good; programs that use it are refused from now on."""
        services.delete_key(by=self.user, tenant_id=self.tenant_id, key_id=key_id)
        return Response(status=204)


class KeyToggle(ApiView):
    """Switching a key on and off."""

    permissions: ClassVar[dict[str, str]] = {"POST": services.MANAGE}

    @extend_schema(operation_id="api_keys_toggle", request=None, responses={200: KeyOut})
    def post(self, request: Request, key_id: UUID) -> Response:
        """Switch the key off when it is on, and on when it is off."""
        facts = selectors.key_facts(self.tenant_id, key_id)
        services.switch_key(by=self.user, tenant_id=self.tenant_id, key_id=key_id, active=not facts.is_active)
        return Response(asdict(selectors.key_facts(self.tenant_id, key_id)))


class KeyRotation(ApiView):
    """A new secret for a key."""

    permissions: ClassVar[dict[str, str]] = {"POST": services.MANAGE}

    @extend_schema(operation_id="api_keys_rotate", request=RotationIn, responses={200: NewKeyOut})
    def post(self, request: Request, key_id: UUID) -> Response:
        """Give the key a new secret; the old one works for `overlap_hours` more."""
        values = validated(RotationIn, request.data)
        new = services.rotate_key(by=self.user, tenant_id=self.tenant_id, key_id=key_id, **values)
        return Response(_shown_once(new, tenant_id=self.tenant_id))


class KeyStatistics(ApiView):
    """How often a key is used."""

    permissions: ClassVar[dict[str, str]] = {"GET": services.MANAGE}

    @extend_schema(operation_id="api_keys_statistics", responses={200: KeyStatisticsOut})
    def get(self, request: Request, key_id: UUID) -> Response:
        """Requests per day of the last 30 days."""
        found = selectors.key_statistics(self.tenant_id, key_id)
        days = [{"day": day, "requests": requests} for day, requests in found.days]
        return Response({"total": found.total, "days": days, "last_used_at": found.last_used_at})


def _shown_once(new: services.NewKey, *, tenant_id: UUID) -> dict[str, Any]:
    return {**asdict(selectors.key_facts(tenant_id, new.id)), "key": new.secret}
