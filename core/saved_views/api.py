"""API of saved views."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.permissions import SIGNED_IN
from core.rest.views import ApiView
from core.saved_views import selectors, services
from core.saved_views.services import LONGEST_NAME, LONGEST_QUERY, MOST_COLUMNS

PAGE = r"^[a-z][a-z0-9-]{0,39}$"


class ViewQuery(serializers.Serializer[Any]):
    """Which views are wanted."""

    page = serializers.CharField(required=False, default="", max_length=40, help_text="The list, such as products.")


class ViewOut(serializers.Serializer[Any]):
    """A view of a list; `query` is the query string of its address."""

    id = serializers.UUIDField()
    page = serializers.CharField()
    name = serializers.CharField()
    query = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    is_shared = serializers.BooleanField()
    is_mine = serializers.BooleanField()
    position = serializers.IntegerField()


class ViewListOut(serializers.Serializer[Any]):
    """The own and the shared views."""

    items = ViewOut(many=True)


class ViewPatch(serializers.Serializer[Any]):
    """What changes of a view."""

    samples: ClassVar[dict[str, Any]] = {"name": "Without EAN", "query": "has_gtin=no&status=active"}

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    query = serializers.CharField(max_length=LONGEST_QUERY, required=False, allow_blank=True)
    columns = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=MOST_COLUMNS, required=False
    )
    is_shared = serializers.BooleanField(required=False)


class ViewIn(ViewPatch):
    """A new view."""

    samples: ClassVar[dict[str, Any]] = {**ViewPatch.samples, "page": "products"}

    page = serializers.RegexField(PAGE, help_text="The list it is of, such as products.")
    name = serializers.CharField(max_length=LONGEST_NAME)


class ViewList(ApiView):
    """The views of the person who asks."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN, "POST": SIGNED_IN}

    @extend_schema(operation_id="saved_views_list", parameters=[ViewQuery], responses={200: ViewListOut})
    def get(self, request: Request) -> Response:
        """The own views and those that others share, in the order of the tabs."""
        query = validated(ViewQuery, request.query_params)
        return Response({"items": [asdict(view) for view in selectors.all_views(user=self.user, **query)]})

    @extend_schema(
        operation_id="saved_views_create",
        request=ViewIn,
        responses={201: ViewOut, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Keep a view."""
        given = validated(ViewIn, request.data)
        view = services.save_view(given.pop("page"), by=self.user, **given)
        return Response(asdict(selectors.facts(view, user=self.user)), status=201)


class ViewDetail(ApiView):
    """One view."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN, "PATCH": SIGNED_IN, "DELETE": SIGNED_IN}

    @extend_schema(operation_id="saved_views_detail", responses={200: ViewOut, 404: ErrorBody})
    def get(self, request: Request, view_id: UUID) -> Response:
        """An own or a shared view."""
        row = selectors.view_row(view_id, user=self.user)
        return Response(asdict(selectors.facts(row, user=self.user)))

    @extend_schema(
        operation_id="saved_views_change",
        request=ViewPatch,
        responses={200: ViewOut, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def patch(self, request: Request, view_id: UUID) -> Response:
        """Change an own view."""
        row = services.change_view(view_id, by=self.user, values=validated(ViewPatch, request.data))
        return Response(asdict(selectors.facts(row, user=self.user)))

    @extend_schema(
        operation_id="saved_views_delete",
        responses={204: OpenApiResponse(description="Removed."), 403: ErrorBody, 404: ErrorBody},
    )
    def delete(self, request: Request, view_id: UUID) -> Response:
        """Remove an own view."""
        services.delete_view(view_id, by=self.user)
        return Response(status=204)
