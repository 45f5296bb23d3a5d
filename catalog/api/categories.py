"""API of the own tree of categories."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.attribute_shapes import MemberShape
from catalog.api.regroupings import DONE, RegroupingOut, page_shape
from catalog.api.regroupings import shape as job_shape
from catalog.category_export import csv_response
from catalog.rights import READ
from catalog.selectors import category_tree as ask
from catalog.services import categories as services
from catalog.services.families import Member
from catalog.services.taxonomies import fetched, import_categories
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, validated
from core.rest.views import ApiView

WRITE, DELETE = "write:products", "delete:products"
REFUSALS = {409: ErrorBody, 422: ErrorBody}
_TREE = {"type": "array", "items": {"type": "object", "additionalProperties": True}}


class CategoryOut(serializers.Serializer[Any]):
    """A category; `path` reads "A > B"."""

    id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    path = serializers.CharField()
    depth = serializers.IntegerField()
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    description = serializers.CharField()
    has_children = serializers.BooleanField()


class CategoryDetailOut(CategoryOut):
    """A category with what it holds (null when counting takes too long)."""

    products = serializers.IntegerField(allow_null=True, help_text="With those of the categories below.")
    former_paths = serializers.ListField(child=serializers.CharField(), help_text="Paths of feeds that lead here.")


class CategoryPatch(serializers.Serializer[Any]):
    """What can be changed; the categories below move along."""

    samples: ClassVar[dict[str, Any]] = {"name": "Boots"}

    name = serializers.CharField(max_length=200, required=False)
    parent_id = serializers.UUIDField(required=False, allow_null=True, help_text="null: at the top.")
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    position = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    is_active = serializers.BooleanField(required=False)


class CategoryIn(serializers.Serializer[Any]):
    """A new category."""

    samples: ClassVar[dict[str, Any]] = {"name": "Boots"}

    name = serializers.CharField(max_length=200)
    parent_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class CategoryQuery(CursorQuery):
    """Which categories."""

    sorts: ClassVar[dict[str, str]] = {"path": "path"}

    search = serializers.CharField(required=False, default="", help_text="Words of the path.")
    below = serializers.UUIDField(required=False, default=None, allow_null=True, help_text="Only of this branch.")
    active = serializers.BooleanField(required=False, default=None, allow_null=True)


class CategoryMergeIn(serializers.Serializer[Any]):
    """The category that remains."""

    into = serializers.UUIDField()


class CategoryDeleteQuery(serializers.Serializer[Any]):
    """Where its products go; without a home only an empty category is deleted."""

    home = serializers.UUIDField(required=False, default=None, allow_null=True)


class CategoryMemberOut(serializers.Serializer[Any]):
    """An attribute that products of the category have."""

    attribute = serializers.CharField()
    is_required = serializers.BooleanField()
    inherited_from = serializers.CharField(help_text="The category above that asks for it; empty: this one.")


class CategoryMembersOut(serializers.Serializer[Any]):
    """The attributes of a category."""

    items = CategoryMemberOut(many=True)


class CategoryMembersIn(serializers.Serializer[Any]):
    """The category's own attributes, in their order."""

    attributes = serializers.ListField(child=MemberShape(), max_length=500)


class CategoryStatsOut(serializers.Serializer[Any]):
    """Numbers of categories."""

    total = serializers.IntegerField()
    active = serializers.IntegerField()
    at_the_top = serializers.IntegerField()
    depth = serializers.IntegerField()


class CategoryFileIn(serializers.Serializer[Any]):
    """A CSV or Excel file with `path`, or with `name` and `parent_name`."""

    file = serializers.FileField()


class CategoryAddressIn(serializers.Serializer[Any]):
    """The same at a web address."""

    samples: ClassVar[dict[str, Any]] = {"url": "https://files.example.org/categories.csv"}

    url = serializers.URLField(max_length=1_000)


class ImportedOut(serializers.Serializer[Any]):
    """How many categories are new."""

    made = serializers.IntegerField()


class CategoryList(ApiView):
    """All categories."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="categories_list",
        parameters=[CategoryQuery],
        responses={200: cursor_schema("CategoryListOut", CategoryOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Categories by path."""
        query = validated(CategoryQuery, request.query_params)
        page = ask.category_list(tenant_id=self.tenant_id, parent_id=query.pop("below"), **query)
        return Response({**page_shape(page), "next_cursor": page.next_cursor})

    @extend_schema(
        operation_id="categories_create", request=CategoryIn, responses={201: CategoryOut, 404: ErrorBody, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Add a category."""
        given = validated(CategoryIn, request.data)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        made = services.add_category(given["name"], parent_id=given["parent_id"], **options)
        return Response(asdict(ask.category(made, tenant_id=self.tenant_id)), status=201)


class OneCategory(ApiView):
    """One category."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": DELETE}

    @extend_schema(operation_id="categories_detail", responses={200: CategoryDetailOut, 404: ErrorBody})
    def get(self, request: Request, category_id: UUID) -> Response:
        """The category with its number of products."""
        return Response(self._shape(category_id))

    @extend_schema(
        operation_id="categories_edit",
        request=CategoryPatch,
        responses={200: CategoryDetailOut, 404: ErrorBody, **REFUSALS},
    )
    def patch(self, request: Request, category_id: UUID) -> Response:
        """Rename it, move it with what lies below, or change the rest; feeds may go on sending its old path."""
        values = validated(CategoryPatch, request.data)
        services.change_category(category_id, values, tenant_id=self.tenant_id, user=self.user)
        return Response(self._shape(category_id))

    @extend_schema(
        operation_id="categories_delete",
        parameters=[CategoryDeleteQuery],
        responses={200: RegroupingOut, 204: None, 404: ErrorBody, **REFUSALS},
    )
    def delete(self, request: Request, category_id: UUID) -> Response:
        """Delete it with those below; 200 tells of the products that move to their new home."""
        home = validated(CategoryDeleteQuery, request.query_params)["home"]
        job = services.delete_category(category_id, home_id=home, tenant_id=self.tenant_id, user=self.user)
        return Response(job_shape(job)) if job else Response(status=204)

    def _shape(self, category_id: UUID) -> dict[str, Any]:
        facts = ask.category(category_id, tenant_id=self.tenant_id)
        counts = ask.category_counts(tenant_id=self.tenant_id)
        own = counts.get(category_id) if counts is not None else None
        products = None if counts is None else own.all if own else 0
        return {
            **asdict(facts),
            "products": products,
            "former_paths": ask.former_paths(category_id, tenant_id=self.tenant_id),
        }


class CategoryMerge(ApiView):
    """Two categories into one."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(operation_id="categories_merge", request=CategoryMergeIn, responses=DONE)
    def post(self, request: Request, category_id: UUID) -> Response:
        """Products, branch and old paths go to the other category; can be undone."""
        into = validated(CategoryMergeIn, request.data)["into"]
        job = services.merge_category(category_id, into=into, tenant_id=self.tenant_id, user=self.user)
        return Response(job_shape(job), status=201)


class CategoryAttributes(ApiView):
    """The attributes that products of a category have."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PUT": WRITE}

    @extend_schema(operation_id="categories_attributes", responses={200: CategoryMembersOut, 404: ErrorBody})
    def get(self, request: Request, category_id: UUID) -> Response:
        """Its own and those of the categories above."""
        return Response(self._shape(category_id))

    @extend_schema(
        operation_id="categories_attributes_edit",
        request=CategoryMembersIn,
        responses={200: CategoryMembersOut, 404: ErrorBody, 422: ErrorBody},
    )
    def put(self, request: Request, category_id: UUID) -> Response:
        """Set its own."""
        given = validated(CategoryMembersIn, request.data)["attributes"]
        members = [Member(each["attribute"], each["is_required"]) for each in given]
        services.set_category_attributes(category_id, members, tenant_id=self.tenant_id, user=self.user)
        return Response(self._shape(category_id))

    def _shape(self, category_id: UUID) -> dict[str, Any]:
        return {"items": [asdict(each) for each in ask.attributes_of(category_id, tenant_id=self.tenant_id)]}


class CategoryTree(ApiView):
    """The whole tree."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="categories_tree", responses={200: _TREE})
    def get(self, request: Request) -> Response:
        """Nested: `id`, `name`, `path`, `children`."""
        return Response(ask.whole_tree(tenant_id=self.tenant_id))


class CategoryBranch(ApiView):
    """One branch of the tree."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="categories_branch", responses={200: _TREE, 404: ErrorBody})
    def get(self, request: Request, category_id: UUID) -> Response:
        """Nested, as the whole tree."""
        return Response(ask.whole_tree(tenant_id=self.tenant_id, root_id=category_id))


class CategoryStats(ApiView):
    """Numbers of categories."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="categories_stats", responses={200: CategoryStatsOut})
    def get(self, request: Request) -> Response:
        """How many there are, and how deep."""
        return Response(ask.statistics(tenant_id=self.tenant_id))


class CategoryImport(ApiView):
    """Categories from a file."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="categories_import",
        request={"multipart/form-data": CategoryFileIn},
        responses={200: ImportedOut, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Add the categories of a CSV or Excel file; those that are there stay."""
        content = validated(CategoryFileIn, request.data)["file"].read()
        return Response({"made": import_categories(content, tenant_id=self.tenant_id, user=self.user)})


class CategoryImportAddress(ApiView):
    """Categories from a web address."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}

    @extend_schema(
        operation_id="categories_import_url", request=CategoryAddressIn, responses={200: ImportedOut, 422: ErrorBody}
    )
    def post(self, request: Request) -> Response:
        """The same from a public address."""
        content = fetched(validated(CategoryAddressIn, request.data)["url"])
        return Response({"made": import_categories(content, tenant_id=self.tenant_id, user=self.user)})


class CategoryExport(ApiView):
    """The tree as a file."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "EXPORT_STANDARD"}

    @extend_schema(operation_id="categories_export", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> Any:
        """CSV with `path`, `name` and `parent_name`; what the import reads."""
        return csv_response(tenant_id=self.tenant_id)
