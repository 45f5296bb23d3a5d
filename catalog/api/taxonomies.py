"""API of taxonomies and of the mappings to them."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.regroupings import page_shape
from catalog.models import CategoryMapping, Taxonomy
from catalog.rights import READ
from catalog.selectors import taxonomies as ask
from catalog.services import mappings
from catalog.services import taxonomies as services
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, PageQuery, cursor_schema, list_schema, validated
from core.rest.views import ApiView

WRITE, DELETE = "write:products", "delete:products"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
SAMPLES = {"code": "google", "name": "Google", "kind": "google", "sync_url": ""}
_STATUSES = CategoryMapping.Status.choices


class TaxonomyPatch(serializers.Serializer[Any]):
    """What can be said about a taxonomy; what is left out stays."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    code = serializers.CharField(max_length=40, required=False)
    name = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=Taxonomy.Kind.choices, required=False)
    sync_url = serializers.CharField(max_length=1_000, required=False, allow_blank=True)


class TaxonomyIn(TaxonomyPatch):
    """A new taxonomy."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)


class TaxonomyOut(serializers.Serializer[Any]):
    """A taxonomy with the number of its categories."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Taxonomy.Kind.choices)
    sync_url = serializers.CharField()
    synced_at = serializers.DateTimeField(allow_null=True)
    categories = serializers.IntegerField()


class TaxonomiesOut(serializers.Serializer[Any]):
    """All taxonomies."""

    items = TaxonomyOut(many=True)


class TargetOut(serializers.Serializer[Any]):
    """A category of a taxonomy."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    path = serializers.CharField()
    external_id = serializers.CharField()
    is_active = serializers.BooleanField(help_text="Whether the last file names it.")


class TargetQuery(CursorQuery):
    """Which categories."""

    sorts: ClassVar[dict[str, str]] = {"path": "path"}

    search = serializers.CharField(required=False, default="")


class TaxonomyFileIn(serializers.Serializer[Any]):
    """Google's text, or a CSV or Excel file with `path`, or with `name` and `parent_name`."""

    file = serializers.FileField()


class LoadedOut(serializers.Serializer[Any]):
    """What loading did."""

    made = serializers.IntegerField()
    known = serializers.IntegerField()
    gone = serializers.IntegerField(help_text="No longer named: inactive from now on.")


class CategoryMappingOut(serializers.Serializer[Any]):
    """A mapping, with a confidence from 0 to 100."""

    id = serializers.UUIDField()
    category_id = serializers.UUIDField()
    category = serializers.CharField()
    target_id = serializers.UUIDField()
    target = serializers.CharField()
    external_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=CategoryMapping.Kind.choices)
    status = serializers.ChoiceField(choices=_STATUSES)
    confidence = serializers.IntegerField()


class MappingQuery(PageQuery):
    """Which mappings."""

    status = serializers.ChoiceField(choices=_STATUSES, required=False, default="")
    search = serializers.CharField(required=False, default="", help_text="Words of the own category's path.")


class CategoryMappingIn(serializers.Serializer[Any]):
    """An own category, and the one of the taxonomy that it stands for."""

    category_id = serializers.UUIDField()
    target_id = serializers.UUIDField()


class MatchedOut(serializers.Serializer[Any]):
    """How many mappings count at once, how many are to be checked, how many categories found none."""

    active = serializers.IntegerField()
    pending = serializers.IntegerField()
    without = serializers.IntegerField()


class MappingStatusIn(serializers.Serializer[Any]):
    """What becomes of proposals."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1_000)
    status = serializers.ChoiceField(choices=_STATUSES)


class MappingDecidedOut(serializers.Serializer[Any]):
    """How many had another status."""

    changed = serializers.IntegerField()


class SuggestionQuery(serializers.Serializer[Any]):
    """For which own category."""

    category_id = serializers.UUIDField()


class SuggestionOut(TargetOut):
    """A category it may stand for."""

    confidence = serializers.IntegerField()


class SuggestionsOut(serializers.Serializer[Any]):
    """The best first."""

    items = SuggestionOut(many=True)


class TaxonomyList(ApiView):
    """All taxonomies."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="taxonomies_list", responses={200: TaxonomiesOut})
    def get(self, request: Request) -> Response:
        """By name."""
        return Response({"items": [asdict(each) for each in ask.taxonomies(tenant_id=self.tenant_id)]})

    @extend_schema(
        operation_id="taxonomies_create",
        request=TaxonomyIn,
        responses={201: TaxonomyOut, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Make a taxonomy."""
        made = services.make_taxonomy(validated(TaxonomyIn, request.data), tenant_id=self.tenant_id, user=self.user)
        return Response(asdict(ask.taxonomy(made, tenant_id=self.tenant_id)), status=201)


class OneTaxonomy(ApiView):
    """One taxonomy."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": DELETE}

    @extend_schema(operation_id="taxonomies_detail", responses={200: TaxonomyOut, 404: ErrorBody})
    def get(self, request: Request, taxonomy_id: UUID) -> Response:
        """The taxonomy with the number of its categories."""
        return Response(asdict(ask.taxonomy(taxonomy_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="taxonomies_edit", request=TaxonomyPatch, responses={200: TaxonomyOut, **REFUSALS})
    def patch(self, request: Request, taxonomy_id: UUID) -> Response:
        """Change it."""
        values = validated(TaxonomyPatch, request.data)
        services.change_taxonomy(taxonomy_id, values, tenant_id=self.tenant_id, user=self.user)
        return Response(asdict(ask.taxonomy(taxonomy_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="taxonomies_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, taxonomy_id: UUID) -> Response:
        """Delete it with its categories and mappings."""
        services.delete_taxonomy(taxonomy_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)


class TaxonomyCategories(ApiView):
    """The categories of a taxonomy."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="taxonomies_categories",
        parameters=[TargetQuery],
        responses={200: cursor_schema("TaxonomyCategoriesOut", TargetOut), 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, taxonomy_id: UUID) -> Response:
        """By path."""
        query = validated(TargetQuery, request.query_params)
        ask.taxonomy(taxonomy_id, tenant_id=self.tenant_id)
        page = ask.taxonomy_categories(taxonomy_id, tenant_id=self.tenant_id, **query)
        return Response({**page_shape(page), "next_cursor": page.next_cursor})


class TaxonomyUpload(ApiView):
    """A taxonomy from a file."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="taxonomies_upload",
        request={"multipart/form-data": TaxonomyFileIn},
        responses={200: LoadedOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, taxonomy_id: UUID) -> Response:
        """Bring it to what the file says; mappings stay."""
        content = validated(TaxonomyFileIn, request.data)["file"].read()
        loaded = services.load_taxonomy(taxonomy_id, content, tenant_id=self.tenant_id, user=self.user)
        return Response(asdict(loaded))


class TaxonomySync(ApiView):
    """A taxonomy from its address."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}

    @extend_schema(
        operation_id="taxonomies_sync", request=None, responses={200: LoadedOut, 404: ErrorBody, 422: ErrorBody}
    )
    def post(self, request: Request, taxonomy_id: UUID) -> Response:
        """Bring it to what its address gives."""
        return Response(asdict(services.sync_taxonomy(taxonomy_id, tenant_id=self.tenant_id, user=self.user)))


class Mappings(ApiView):
    """The mappings to a taxonomy."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="category_mappings_list",
        parameters=[MappingQuery],
        responses={200: list_schema("CategoryMappingListOut", CategoryMappingOut), 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, taxonomy_id: UUID) -> Response:
        """By the path of the own category."""
        query = validated(MappingQuery, request.query_params)
        ask.taxonomy(taxonomy_id, tenant_id=self.tenant_id)
        return Response(page_shape(ask.mapping_list(taxonomy_id, tenant_id=self.tenant_id, **query)))

    @extend_schema(
        operation_id="category_mappings_set", request=CategoryMappingIn, responses={201: CategoryMappingOut, **REFUSALS}
    )
    def post(self, request: Request, taxonomy_id: UUID) -> Response:
        """Say which category of the taxonomy an own one stands for."""
        given = validated(CategoryMappingIn, request.data)
        ask.taxonomy(taxonomy_id, tenant_id=self.tenant_id)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user, "taxonomy_id": taxonomy_id}
        made = mappings.set_mapping(given["category_id"], given["target_id"], **options)
        return Response(asdict(ask.mapping(made, tenant_id=self.tenant_id)), status=201)


class OneMapping(ApiView):
    """One mapping."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "DELETE": WRITE}

    @extend_schema(operation_id="category_mappings_detail", responses={200: CategoryMappingOut, 404: ErrorBody})
    def get(self, request: Request, mapping_id: UUID) -> Response:
        """The mapping."""
        return Response(asdict(ask.mapping(mapping_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="category_mappings_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, mapping_id: UUID) -> Response:
        """The category stands for none of the taxonomy any more."""
        mappings.delete_mapping(mapping_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)


class AutoMatch(ApiView):
    """Proposals."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(
        operation_id="category_mappings_auto_match", request=None, responses={200: MatchedOut, 404: ErrorBody}
    )
    def post(self, request: Request, taxonomy_id: UUID) -> Response:
        """Propose a category for each own one without a mapping; sure ones count at once."""
        return Response(asdict(mappings.match_categories(taxonomy_id, tenant_id=self.tenant_id, user=self.user)))


class Suggestions(ApiView):
    """Proposals for one category."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="category_mappings_suggestions",
        parameters=[SuggestionQuery],
        responses={200: SuggestionsOut, 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, taxonomy_id: UUID) -> Response:
        """The categories of the taxonomy that the own one may stand for."""
        category_id = validated(SuggestionQuery, request.query_params)["category_id"]
        found = ask.mapping_suggestions(category_id, taxonomy_id, tenant_id=self.tenant_id)
        return Response({"items": [{**asdict(target), "confidence": sure} for target, sure in found]})


class MappingStatus(ApiView):
    """What becomes of proposals."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(
        operation_id="category_mappings_status",
        request=MappingStatusIn,
        responses={200: MappingDecidedOut, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Accept or reject them."""
        given = validated(MappingStatusIn, request.data)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        return Response({"changed": mappings.decide_mappings(given["ids"], status=given["status"], **options)})
