"""API of brands: their spellings, doubles, merges, and those that imports made."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.regroupings import DONE, REGROUPINGS, page_shape
from catalog.api.regroupings import shape as job_shape
from catalog.models import Brand, BrandAlias, Regrouping
from catalog.rights import READ
from catalog.selectors import branding as ask
from catalog.selectors.regroupings import regroupings
from catalog.services import brands as services
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, PageQuery, cursor_schema, list_schema, validated
from core.rest.views import ApiView

WRITE, DELETE = "write:products", "delete:products"
REFUSALS = {409: ErrorBody, 422: ErrorBody}
SAMPLES = {"name": "Festool", "code": "FST", "website": "https://www.festool.example", "logo_url": ""}
_STATES = Brand.State.choices


class BrandPatch(serializers.Serializer[Any]):
    """What can be said about a brand; what is left out stays."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    name = serializers.CharField(max_length=200, required=False)
    code = serializers.CharField(max_length=100, required=False, allow_blank=True)
    website = serializers.CharField(max_length=500, required=False, allow_blank=True)
    logo_url = serializers.CharField(max_length=500, required=False, allow_blank=True)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class BrandIn(BrandPatch):
    """A new brand."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    name = serializers.CharField(max_length=200)


class BrandOut(serializers.Serializer[Any]):
    """A brand."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    website = serializers.CharField()
    logo_url = serializers.CharField()
    description = serializers.CharField()
    is_active = serializers.BooleanField()
    state = serializers.ChoiceField(choices=_STATES)
    aliases = serializers.IntegerField(help_text="Spellings that mean it.")


class AliasOut(serializers.Serializer[Any]):
    """A spelling of a brand."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source = serializers.ChoiceField(choices=BrandAlias.Source.choices)  # type: ignore[assignment]
    is_own_name = serializers.BooleanField()


class BrandDetailOut(BrandOut):
    """A brand with its number of products (null when counting takes too long) and its spellings."""

    products = serializers.IntegerField(allow_null=True)
    spellings = AliasOut(many=True)


class BrandQuery(CursorQuery):
    """Which brands."""

    sorts: ClassVar[dict[str, str]] = {"name": "name"}

    search = serializers.CharField(required=False, default="", help_text="Part of the name or of a spelling.")
    state = serializers.ChoiceField(choices=_STATES, required=False, default="")
    active = serializers.BooleanField(required=False, default=None, allow_null=True)


class BrandStatsOut(serializers.Serializer[Any]):
    """Numbers of brands."""

    total = serializers.IntegerField()
    active = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    pending = serializers.IntegerField()
    ignored = serializers.IntegerField()
    aliases = serializers.IntegerField()


class LikenessOut(serializers.Serializer[Any]):
    """A brand that may be the same, and how sure that is, from 0 to 1."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    score = serializers.FloatField()


class TwinsOut(serializers.Serializer[Any]):
    """Brands that may be one; the first is the one to keep."""

    brands = LikenessOut(many=True)
    score = serializers.FloatField()


class TwinsListOut(serializers.Serializer[Any]):
    """Groups of brands that may be one."""

    items = TwinsOut(many=True)


class TwinsQuery(serializers.Serializer[Any]):
    """How alike names have to be."""

    threshold = serializers.FloatField(min_value=0.5, max_value=1, required=False, default=None, allow_null=True)


class BrandMergeIn(serializers.Serializer[Any]):
    """The brand that remains, and those that become one with it."""

    target_id = serializers.UUIDField()
    source_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=services.MOST_MERGED)


class AliasIn(serializers.Serializer[Any]):
    """A spelling."""

    samples: ClassVar[dict[str, Any]] = {"spelling": "Festool GmbH"}

    spelling = serializers.CharField(max_length=200)


class PendingBrandOut(BrandOut):
    """A brand that an import made, with what it may be."""

    suggestions = LikenessOut(many=True)


class ValidateIn(serializers.Serializer[Any]):
    """What a pending brand is: right as it is, another brand (`target_id`), or to be left alone."""

    action = serializers.ChoiceField(choices=("confirm", "merge", "ignore"), default="confirm")
    target_id = serializers.UUIDField(required=False, default=None, allow_null=True)


class BulkValidateIn(serializers.Serializer[Any]):
    """The same for many: merging takes the best suggestion of each."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    action = serializers.ChoiceField(choices=("confirm", "merge", "ignore"), default="confirm")
    least = serializers.FloatField(min_value=0, max_value=1, default=0.85, help_text="Least score of a suggestion.")


class ValidatedOut(serializers.Serializer[Any]):
    """How many brands were checked, and how many became others."""

    checked = serializers.IntegerField()
    merged = serializers.IntegerField()


class MatchIn(serializers.Serializer[Any]):
    """Names as feeds write them."""

    samples: ClassVar[dict[str, Any]] = {"names": ["BOSCH GMBH"]}

    names = serializers.ListField(child=serializers.CharField(max_length=200), min_length=1, max_length=500)


class MatchOut(serializers.Serializer[Any]):
    """What each name may mean, the best first."""

    items = serializers.DictField(child=LikenessOut(many=True))


class BrandList(ApiView):
    """All brands."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="brands_list",
        parameters=[BrandQuery],
        responses={200: cursor_schema("BrandListOut", BrandOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Brands by name."""
        query = validated(BrandQuery, request.query_params)
        filters = ask.BrandFilters(**{name: query.pop(name) for name in ("search", "state", "active")})
        page = ask.brand_list(filters, tenant_id=self.tenant_id, **query)
        return Response({**page_shape(page), "next_cursor": page.next_cursor})

    @extend_schema(operation_id="brands_create", request=BrandIn, responses={201: BrandOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Make a brand; 409 when its name means another one already."""
        made = services.make_brand(validated(BrandIn, request.data), tenant_id=self.tenant_id, user=self.user)
        return Response(asdict(ask.brand(made, tenant_id=self.tenant_id)), status=201)


class OneBrand(ApiView):
    """One brand."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": DELETE}

    @extend_schema(operation_id="brands_detail", responses={200: BrandDetailOut, 404: ErrorBody})
    def get(self, request: Request, brand_id: UUID) -> Response:
        """The brand with its spellings."""
        return Response(self._shape(brand_id))

    @extend_schema(
        operation_id="brands_edit", request=BrandPatch, responses={200: BrandDetailOut, 404: ErrorBody, **REFUSALS}
    )
    def patch(self, request: Request, brand_id: UUID) -> Response:
        """Change it; its old name stays a spelling."""
        values = validated(BrandPatch, request.data)
        services.change_brand(brand_id, values, tenant_id=self.tenant_id, user=self.user)
        return Response(self._shape(brand_id))

    @extend_schema(operation_id="brands_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, brand_id: UUID) -> Response:
        """Delete it when no product has it."""
        services.delete_brand(brand_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)

    def _shape(self, brand_id: UUID) -> dict[str, Any]:
        facts = ask.brand(brand_id, tenant_id=self.tenant_id)
        spellings = [asdict(each) for each in ask.aliases_of(brand_id, tenant_id=self.tenant_id)]
        products = ask.brand_counts([brand_id], tenant_id=self.tenant_id)[brand_id]
        return {**asdict(facts), "products": products, "spellings": spellings}


class BrandAliases(ApiView):
    """Spellings of a brand."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(
        operation_id="brands_add_alias", request=AliasIn, responses={201: AliasOut, 404: ErrorBody, **REFUSALS}
    )
    def post(self, request: Request, brand_id: UUID) -> Response:
        """Let another spelling mean the brand."""
        spelling = validated(AliasIn, request.data)["spelling"]
        made = services.add_alias(brand_id, spelling, tenant_id=self.tenant_id, user=self.user)
        known = ask.aliases_of(brand_id, tenant_id=self.tenant_id)
        return Response(next(asdict(each) for each in known if each.id == made), status=201)


class OneBrandAlias(ApiView):
    """One spelling."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": WRITE}

    @extend_schema(operation_id="brands_remove_alias", responses={204: None, 404: ErrorBody, 422: ErrorBody})
    def delete(self, request: Request, brand_id: UUID, alias_id: UUID) -> Response:
        """The spelling no longer means the brand."""
        services.remove_alias(brand_id, alias_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)


class BrandStats(ApiView):
    """Numbers of brands."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="brands_stats", responses={200: BrandStatsOut})
    def get(self, request: Request) -> Response:
        """How many brands, by state, and how many spellings."""
        return Response(ask.brand_statistics(tenant_id=self.tenant_id))


class BrandDuplicates(ApiView):
    """Brands with names that are alike."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="brands_duplicates", parameters=[TwinsQuery], responses={200: TwinsListOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """Groups of brands that may be one, the surest first."""
        least = validated(TwinsQuery, request.query_params)["threshold"]
        return Response({"items": [asdict(each) for each in ask.brand_twins(tenant_id=self.tenant_id, least=least)]})


class BrandMerge(ApiView):
    """Several brands into one."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(operation_id="brands_merge", request=BrandMergeIn, responses=DONE)
    def post(self, request: Request) -> Response:
        """Products, offers and spellings of the sources become those of the target; can be undone."""
        given = validated(BrandMergeIn, request.data)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        job = services.merge_brands(given["source_ids"], into=given["target_id"], **options)
        return Response(job_shape(job), status=201)


class BrandMergeHistory(ApiView):
    """Merges of brands."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="brands_merge_history", parameters=[PageQuery], responses={200: REGROUPINGS, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        query = validated(PageQuery, request.query_params)
        acts = (Regrouping.Act.MERGE_BRANDS,)
        return Response(page_shape(regroupings(tenant_id=self.tenant_id, acts=acts, **query), job_shape))


class PendingBrands(ApiView):
    """Brands that imports made and nobody has checked."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="brands_pending",
        parameters=[PageQuery],
        responses={200: list_schema("PendingBrandsOut", PendingBrandOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """By name, each with what it may be."""
        query = validated(PageQuery, request.query_params)
        page = ask.brand_list(ask.BrandFilters(state="pending"), tenant_id=self.tenant_id, **query)
        likely = ask.likely_brands(page.items, tenant_id=self.tenant_id)
        return Response(
            page_shape(page, lambda each: {**asdict(each), "suggestions": list(map(asdict, likely[each.id]))})
        )


class ValidatePending(ApiView):
    """One brand that an import made."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(
        operation_id="brands_validate_pending",
        request=ValidateIn,
        responses={200: ValidatedOut, 404: ErrorBody, **REFUSALS},
    )
    def post(self, request: Request, brand_id: UUID) -> Response:
        """Say what it is; merging without `target_id` takes the best suggestion."""
        given = validated(ValidateIn, request.data)
        ask.brand(brand_id, tenant_id=self.tenant_id)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        if given["action"] == "merge" and given["target_id"] is not None:
            services.merge_brands([brand_id], into=given["target_id"], **options)
            return Response({"checked": 0, "merged": 1})
        return Response(validated_brands([brand_id], given["action"], least=0.0, **options))


class BulkValidatePending(ApiView):
    """Many brands that imports made."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(
        operation_id="brands_bulk_validate", request=BulkValidateIn, responses={200: ValidatedOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Confirm or leave them, or merge each into its best suggestion."""
        given = validated(BulkValidateIn, request.data)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        return Response(validated_brands(given["ids"], given["action"], least=given["least"], **options))


class BrandMatch(ApiView):
    """What names mean."""

    permissions: ClassVar[dict[str, str]] = {"POST": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "READ_STANDARD"}

    @extend_schema(operation_id="brands_match", request=MatchIn, responses={200: MatchOut, 422: ErrorBody})
    def post(self, request: Request) -> Response:
        """The brands that each of the names may mean; a known spelling has the score 1."""
        found = ask.suggestions(validated(MatchIn, request.data)["names"], tenant_id=self.tenant_id)
        return Response({"items": {name: list(map(asdict, each)) for name, each in found.items()}})


def validated_brands(ids: Sequence[UUID], action: str, *, least: float, tenant_id: UUID, user: Any) -> dict[str, int]:
    """Do the action to these brands; numbers as ValidatedOut describes them."""
    if action != "merge":
        state = {"confirm": Brand.State.CONFIRMED, "ignore": Brand.State.IGNORED}[action]
        return {"checked": services.check_brands(ids, state=state, tenant_id=tenant_id, user=user), "merged": 0}
    merged = services.merge_into_likely(ids, least=least, tenant_id=tenant_id, user=user)
    return {"checked": 0, "merged": merged}
