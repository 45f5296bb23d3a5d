"""API of merges: what they changed, how far they are, going back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Regrouping
from catalog.rights import READ
from catalog.selectors.regroupings import regrouping, regroupings
from catalog.services.regrouping import undo_regrouping
from core.cutting import ListPage
from core.rest.errors import ErrorBody
from core.rest.lists import PageQuery, list_schema, listing, validated
from core.rest.views import ApiView

Act = Regrouping.Act


class RegroupingOut(serializers.Serializer[Any]):
    """A merge, and how far it is; few products are done at once, many by a worker."""

    id = serializers.UUIDField(help_text="Also the `run_id` of the products' changes.")
    act = serializers.ChoiceField(choices=Act.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.CharField()
    changed = serializers.IntegerField(help_text="Products that changed.")
    offers = serializers.IntegerField(help_text="Offers that changed.")
    total = serializers.IntegerField(help_text="Products that are concerned.")
    undoes = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()


class RegroupingQuery(PageQuery):
    """Which merges."""

    act = serializers.ChoiceField(choices=Act.choices, required=False, default="")


REGROUPINGS = list_schema("RegroupingListOut", RegroupingOut)
DONE: Mapping[Any, Any] = {201: RegroupingOut, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


def shape(job: Regrouping) -> dict[str, Any]:
    """A merge as RegroupingOut describes it."""
    same = ("act", "label", "status", "changed", "offers", "created_at")
    values = {name: getattr(job, name) for name in same}
    return {"id": job.pk, "total": job.progress_total, "undoes": job.undoes_id, **values}


def page_shape(found: ListPage[Any], item: Any = asdict) -> dict[str, Any]:
    """A numbered page of plain values."""
    return listing(map(item, found.items), total=found.total, page=found.page, per_page=found.per_page)


class RegroupingList(ApiView):
    """All merges of brands, categories and tags."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="regroupings_list", parameters=[RegroupingQuery], responses={200: REGROUPINGS, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        query = validated(RegroupingQuery, request.query_params)
        act = query.pop("act")
        return Response(page_shape(regroupings(tenant_id=self.tenant_id, acts=[act] if act else (), **query), shape))


class OneRegrouping(ApiView):
    """One merge."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "PROGRESS_POLL"}

    @extend_schema(operation_id="regroupings_detail", responses={200: RegroupingOut, 404: ErrorBody})
    def get(self, request: Request, regrouping_id: UUID) -> Response:
        """How far it is."""
        return Response(shape(regrouping(regrouping_id, tenant_id=self.tenant_id)))


class UndoRegrouping(ApiView):
    """Going back."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="regroupings_undo",
        request=None,
        responses={201: RegroupingOut, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody},
    )
    def post(self, request: Request, regrouping_id: UUID) -> Response:
        """Bring back what was merged or deleted, with every product that nobody has changed since."""
        found = regrouping(regrouping_id, tenant_id=self.tenant_id)
        return Response(shape(undo_regrouping(found, user=self.user)), status=201)
