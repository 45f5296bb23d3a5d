"""API of the tags of all products."""

from dataclasses import asdict
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.regroupings import DONE, page_shape
from catalog.api.regroupings import shape as job_shape
from catalog.errors import CatalogueBusy
from catalog.selectors.tagging import forget_counts, tag_aliases, tag_list
from catalog.services import tags as services
from core.rest.errors import ErrorBody
from core.rest.lists import SortedQuery, list_schema, validated
from core.rest.views import ApiView


class TagOut(serializers.Serializer[Any]):
    """A tag, and how many products have it."""

    name = serializers.CharField()
    products = serializers.IntegerField()


class TagQuery(SortedQuery):
    """Which tags."""

    sorts: ClassVar[dict[str, str]] = {"name": "name", "products": "products"}

    search = serializers.CharField(required=False, default="")


class TagChangeIn(serializers.Serializer[Any]):
    """Tags, and the one that takes their place."""

    samples: ClassVar[dict[str, Any]] = {"names": ["sale", "sales"], "target": "Sale"}

    names = serializers.ListField(child=serializers.CharField(max_length=1_000), min_length=1, max_length=100)
    target = serializers.CharField(max_length=200)


class TagNamesIn(serializers.Serializer[Any]):
    """Tags."""

    samples: ClassVar[dict[str, Any]] = {"names": ["sale"]}

    names = serializers.ListField(child=serializers.CharField(max_length=1_000), min_length=1, max_length=100)


class TagAliasOut(serializers.Serializer[Any]):
    """What a tag that feeds send means; empty: nothing."""

    name = serializers.CharField()
    target = serializers.CharField()


class TagAliasesOut(serializers.Serializer[Any]):
    """All of them."""

    items = TagAliasOut(many=True)


class TagAliasIn(serializers.Serializer[Any]):
    """A tag."""

    samples: ClassVar[dict[str, Any]] = {"name": "sale"}

    name = serializers.CharField(max_length=1_000)


class TagList(ApiView):
    """All tags."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:tags"}

    @extend_schema(
        operation_id="tags_list",
        parameters=[TagQuery],
        responses={200: list_schema("TagListOut", TagOut), 409: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Tags with their number of products; 409 when counting takes too long."""
        found = tag_list(tenant_id=self.tenant_id, **validated(TagQuery, request.query_params))
        if found is None:
            raise CatalogueBusy
        return Response(page_shape(found, lambda each: {"name": each.name, "products": each.products}))


class TagChange(ApiView):
    """Renaming and merging."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:tags"}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(operation_id="tags_change", request=TagChangeIn, responses=DONE)
    def post(self, request: Request) -> Response:
        """Every product that has one of the tags gets the target instead; can be undone."""
        given = validated(TagChangeIn, request.data)
        job = services.change_tags(given["names"], given["target"], tenant_id=self.tenant_id, user=self.user)
        forget_counts(self.tenant_id)
        return Response(job_shape(job), status=201)


class TagDelete(ApiView):
    """Deleting."""

    permissions: ClassVar[dict[str, str]] = {"POST": "delete:tags"}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_DELETE"}

    @extend_schema(operation_id="tags_delete", request=TagNamesIn, responses=DONE)
    def post(self, request: Request) -> Response:
        """Take the tags from every product, and from what feeds send; can be undone."""
        given = validated(TagNamesIn, request.data)
        job = services.delete_tags(given["names"], tenant_id=self.tenant_id, user=self.user)
        forget_counts(self.tenant_id)
        return Response(job_shape(job), status=201)


class TagAliases(ApiView):
    """Tags that mean another one when feeds send them."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:tags"}

    @extend_schema(operation_id="tags_aliases", responses={200: TagAliasesOut})
    def get(self, request: Request) -> Response:
        """By name."""
        return Response({"items": [asdict(each) for each in tag_aliases(tenant_id=self.tenant_id)]})


class TagAliasRemove(ApiView):
    """A tag that means itself again."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:tags"}

    @extend_schema(
        operation_id="tags_alias_remove", request=TagAliasIn, responses={204: None, 404: ErrorBody, 422: ErrorBody}
    )
    def post(self, request: Request) -> Response:
        """Feeds that send it mean it again."""
        name = validated(TagAliasIn, request.data)["name"]
        services.forget_alias(name, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)
