"""API of variants: axes, combinations, attaching and detaching, groups by parent reference."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.shapes import plain
from catalog.api.versions import changed
from catalog.combinations import MOST_AXES, MOST_COMBINATIONS
from catalog.models import Product
from catalog.rights import READ, require_products
from catalog.selectors.combining import Planned, plan
from catalog.selectors.grouping import Group, group_page
from catalog.selectors.variants import Model, model_of
from catalog.services import variants
from catalog.services.variants.grouping import MOST_REFERENCES
from catalog.services.variants.making import STATUSES
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
LONGEST_VALUE = 200


class AxisOut(serializers.Serializer[Any]):
    """An attribute in which the variants differ, and the values they have."""

    key = serializers.CharField()
    name = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class VariantOut(serializers.Serializer[Any]):
    """A variant; `values` in the order of the axes, the price its own or the model's."""

    product_id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    sku = serializers.CharField(allow_null=True)
    ean = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    stock = serializers.IntegerField(allow_null=True)
    values = serializers.ListField(child=serializers.CharField(allow_blank=True))
    price = serializers.CharField(allow_null=True, help_text="An exact decimal as text.")
    currency = serializers.CharField(allow_blank=True)
    price_is_inherited = serializers.BooleanField()


class VariantsOut(serializers.Serializer[Any]):
    """A product with its axes and variants; a product without variants has empty lists."""

    product_id = serializers.UUIDField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Product.Kind.choices)
    axes = AxisOut(many=True)
    variants = VariantOut(many=True)


class AxesIn(serializers.Serializer[Any]):
    """Names of attributes; without any a model that has no variants is a single product again."""

    samples: ClassVar[dict[str, Any]] = {"axes": ["Size", "Colour"]}

    axes = serializers.ListField(child=serializers.CharField(max_length=100), max_length=MOST_AXES)
    version = serializers.IntegerField(required=False, default=None, allow_null=True)


class CombinationsIn(serializers.Serializer[Any]):
    """The values of each axis; `prefix` begins the SKUs, `only` narrows to combinations with these keys."""

    samples: ClassVar[dict[str, Any]] = {"choices": {"Size": ["S", "M"], "Colour": ["red", "blue"]}}

    choices = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=LONGEST_VALUE), max_length=MOST_COMBINATIONS)
    )
    prefix = serializers.CharField(required=False, default="", allow_blank=True, max_length=100)
    only = serializers.ListField(child=serializers.CharField(), required=False, default=None, allow_null=True)
    status = OneOf([status.value for status in STATUSES], default=Product.Status.DRAFT.value)
    preview = serializers.BooleanField(default=False, help_text="Only show what would be made.")
    version = serializers.IntegerField(required=False, default=None, allow_null=True)


class CombinationOut(serializers.Serializer[Any]):
    """A combination; `product_id` of the variant that has it already, null for one that is new."""

    key = serializers.CharField(allow_blank=True)
    values = serializers.ListField(child=serializers.CharField())
    name = serializers.CharField()
    sku = serializers.CharField(allow_blank=True)
    product_id = serializers.UUIDField(allow_null=True)


class MadeOut(serializers.Serializer[Any]):
    """What was made, or would be; `act_id` stands in the history of all of them."""

    act_id = serializers.UUIDField(allow_null=True)
    made = serializers.IntegerField()
    combinations = CombinationOut(many=True)


class AttachIn(serializers.Serializer[Any]):
    """A single product, and the values of the axes that it lacks."""

    samples: ClassVar[dict[str, Any]] = {"values": {"Size": "S"}}

    product_id = serializers.UUIDField()
    values = serializers.DictField(child=serializers.CharField(max_length=LONGEST_VALUE), required=False, default=dict)


class GroupsQuery(serializers.Serializer[Any]):
    """Which groups: those behind `after`."""

    after = serializers.CharField(required=False, default="", max_length=1000)
    per_page = serializers.IntegerField(min_value=1, max_value=100, default=20)


class GroupOut(serializers.Serializer[Any]):
    """Products with one parent reference; `axes` are the attributes that tell them apart, empty when nothing does."""

    reference = serializers.CharField()
    name = serializers.CharField()
    axes = serializers.ListField(child=serializers.CharField())
    model_id = serializers.UUIDField(allow_null=True, help_text="Null: a new model would be made.")
    product_ids = serializers.ListField(child=serializers.UUIDField())
    left_out = serializers.ListField(child=serializers.UUIDField(), help_text="They lack a value, or are the same.")


class GroupsOut(serializers.Serializer[Any]):
    """Some groups; `next_cursor` leads to the next."""

    items = GroupOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class GroupsIn(serializers.Serializer[Any]):
    """Parent references whose products become variants."""

    references = serializers.ListField(
        child=serializers.CharField(max_length=1000), allow_empty=False, max_length=MOST_REFERENCES
    )


class GroupedOut(serializers.Serializer[Any]):
    """What became of them; `refused` names the reason by reference."""

    act_id = serializers.UUIDField()
    models = serializers.IntegerField()
    variants = serializers.IntegerField()
    refused = serializers.DictField(child=serializers.CharField())


class Variants(ApiView):
    """The variants of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products", "POST": "write:products"}

    @extend_schema(operation_id="products_variants", responses={200: VariantsOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Its axes and variants; those in the trash are left out."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(_model_shape(model_of(product_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="products_variants_make", request=CombinationsIn, responses={200: MadeOut, **REFUSALS})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Make the combinations that do not exist yet; with `preview` only show them."""
        given = validated(CombinationsIn, request.data)
        require_products(self.user, "write:products", [product_id], tenant_id=self.tenant_id)
        asked = {"choices": given["choices"], "prefix": given["prefix"]}
        planned = plan(product_id, tenant_id=self.tenant_id, **asked)
        shown = [_planned_shape(each) for each in planned.combinations]
        if given["preview"]:
            return Response({"act_id": None, "made": len(planned.new), "combinations": shown})
        wanted = variants.Wanted(**asked, only=given["only"], status=given["status"])
        options = {"wanted": wanted, "version": given["version"]}
        act_id, made = changed(self, variants.make_variants, product_id, given=options)
        return Response({"act_id": act_id, "made": made, "combinations": shown})


class Axes(ApiView):
    """The axes of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"PUT": "write:products"}

    @extend_schema(operation_id="products_variants_axes", request=AxesIn, responses={200: VariantsOut, **REFUSALS})
    def put(self, request: Request, product_id: UUID) -> Response:
        """Say in which attributes its variants differ: this makes it a product with variants."""
        changed(self, variants.set_axes, product_id, given=validated(AxesIn, request.data))
        return Response(_model_shape(model_of(product_id, tenant_id=self.tenant_id)))


class Attach(ApiView):
    """Products that exist, as variants."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="products_variants_attach", request=AttachIn, responses={200: VariantsOut, **REFUSALS})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Make a single product a variant; it keeps its own values."""
        given = validated(AttachIn, request.data)
        values = {f"attribute:{name}": value for name, value in given["values"].items()}
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        variants.attach_variants(product_id, products={given["product_id"]: values}, **options)
        return Response(_model_shape(model_of(product_id, tenant_id=self.tenant_id)))


class Variant(ApiView):
    """One variant."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"DELETE": "write:products"}

    @extend_schema(operation_id="products_variants_detach", responses={204: None, **REFUSALS})
    def delete(self, request: Request, product_id: UUID, variant_id: UUID) -> Response:
        """Make the variant a single product again; it keeps what it took from the model."""
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user, "products": [variant_id]}
        variants.detach_variants(product_id, **options)
        return Response(status=204)


class Groups(ApiView):
    """Products that share a parent reference."""

    permissions: ClassVar[dict[str, str]] = {"GET": "write:products", "POST": "write:products"}

    @extend_schema(operation_id="variant_groups", parameters=[GroupsQuery], responses={200: GroupsOut, 422: ErrorBody})
    def get(self, request: Request) -> Response:
        """Groups that could become variants of one model, by their reference."""
        query = validated(GroupsQuery, request.query_params)
        page = group_page(self.tenant_id, after=query["after"], size=query["per_page"])
        return Response({"items": [_group_shape(group) for group in page.items], "next_cursor": page.after or None})

    @extend_schema(
        operation_id="variant_groups_make",
        request=GroupsIn,
        responses={200: GroupedOut, 403: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Make the products with each of these references variants of one model; a refused group stops no other."""
        given = validated(GroupsIn, request.data)
        grouped = variants.group_by_reference(given["references"], tenant_id=self.tenant_id, user=self.user)
        counts = {"models": grouped.models, "variants": grouped.variants, "refused": grouped.refused}
        return Response({"act_id": grouped.run_id, **counts})


def _model_shape(model: Model) -> dict[str, Any]:
    return {
        "product_id": model.id,
        "version": model.version,
        "kind": model.kind,
        "axes": [{"key": axis.key, "name": axis.name, "values": axis.values} for axis in model.axes],
        "variants": [
            {
                "product_id": each.id,
                "name": each.title,
                "sku": each.sku,
                "ean": each.gtin,
                "status": each.status,
                "stock": each.stock,
                "values": each.values,
                "price": plain(each.price),
                "currency": each.currency,
                "price_is_inherited": each.price_is_inherited,
            }
            for each in model.variants
        ],
    }


def _planned_shape(each: Planned) -> dict[str, Any]:
    return {"key": each.key, "values": each.values, "name": each.title, "sku": each.sku, "product_id": each.variant_id}


def _group_shape(group: Group) -> dict[str, Any]:
    return {
        "reference": group.reference,
        "name": group.title,
        "axes": group.axes if group.is_possible else [],
        "model_id": group.model_id,
        "product_ids": [member.id for member in group.members],
        "left_out": [member.id for member in group.left_out],
    }
