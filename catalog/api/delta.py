"""API of what has changed: programs that keep a copy of the catalogue read on from where they were."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import shapes
from catalog.selectors.delta import LONGEST_DELTA, changed_products
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView


class DeltaQuery(serializers.Serializer[Any]):
    """From where to read on: the cursor of the answer before, or a moment for the first one."""

    cursor = serializers.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    updated_since = serializers.DateTimeField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_DELTA, default=100)


class ProductDeltaOut(serializers.Serializer[Any]):
    """A changed product as it is now; `product` is null when it is no longer there."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(("created", "updated", "removed"))
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    product = shapes.ProductOut(allow_null=True)


class DeltaOut(serializers.Serializer[Any]):
    """Changed products, each once, as they are now; ask again with `cursor` while `more` is true."""

    items = ProductDeltaOut(many=True)
    cursor = serializers.IntegerField()
    more = serializers.BooleanField()


class Delta(ApiView):
    """What has changed."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="products_delta", parameters=[DeltaQuery], responses={200: DeltaOut, 422: ErrorBody})
    def get(self, request: Request) -> Response:
        """Products changed since the cursor (else a little before the moment, else since ever), also removed ones.

        Nothing is missed and nothing comes twice to who keeps the cursor: changes become visible in their order.
        """
        query = validated(DeltaQuery, request.query_params)
        found = changed_products(
            tenant_id=self.tenant_id,
            cursor=query.get("cursor"),
            since=query.get("updated_since"),
            limit=query["limit"],
            seen_by=self.user,
        )
        items = [
            {
                "id": each.product_id,
                "kind": each.kind,
                "fields": each.fields,
                "product": shapes.row_shape(each.product) if each.product else None,
            }
            for each in found.items
        ]
        return Response({"items": items, "cursor": found.cursor, "more": found.more})
