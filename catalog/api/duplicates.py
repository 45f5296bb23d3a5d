"""API of possible duplicates and of merging products."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import DuplicatePair, ProductMerge
from catalog.selectors.duplicates import PairFacts, duplicate_run, pair_facts, pairs
from catalog.services import duplicates as services
from catalog.services.merging_products import merge_products, undo_merge
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, PageQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
_STATES = tuple(DuplicatePair.State.values)


def _choices() -> Any:
    """Field -> whose value is kept."""
    words = "Field -> whose value is kept, against the default; such a value counts as set by hand."
    child: Any = OneOf(("survivor", "absorbed"))
    return serializers.DictField(child=child, required=False, default=dict, help_text=words)


class DuplicateEvidenceOut(serializers.Serializer[Any]):
    """One thing that speaks for (points above zero) or against."""

    code = serializers.CharField()
    points = serializers.IntegerField()


class DuplicateSideOut(serializers.Serializer[Any]):
    """One of the two products."""

    id = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    gtin = serializers.CharField(allow_null=True)
    brand = serializers.CharField(allow_null=True)
    mpn = serializers.CharField(allow_null=True)
    status = serializers.CharField()


class DuplicatePairOut(serializers.Serializer[Any]):
    """Two products that may be the same; `survivor_id` is the one that is proposed to remain, `reason` why."""

    id = serializers.UUIDField()
    score = serializers.IntegerField()
    state = serializers.CharField()
    evidence = DuplicateEvidenceOut(many=True)
    first = DuplicateSideOut()
    second = DuplicateSideOut()
    survivor_id = serializers.UUIDField()
    reason = serializers.CharField()
    merge_id = serializers.UUIDField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class PairQuery(PageQuery):
    """Which pairs."""

    state = OneOf(_STATES, required=False, default=DuplicatePair.State.PENDING.value)
    min_score = serializers.IntegerField(min_value=0, max_value=100, required=False, default=0)
    after = serializers.CharField(required=False, default="", help_text="The next_cursor of the page before.")


DuplicatePairsOut = cursor_schema("DuplicatePairsOut", DuplicatePairOut)


class DuplicateAcceptIn(serializers.Serializer[Any]):
    """How the two become one; without `survivor_id` the proposed one remains."""

    samples: ClassVar[dict[str, Any]] = {"survivor_id": None, "choices": {"title": "absorbed"}}

    survivor_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    choices = _choices()


class ProductMergeIn(serializers.Serializer[Any]):
    """Which product goes into which."""

    samples: ClassVar[dict[str, Any]] = {"choices": {"title": "absorbed"}}

    survivor_id = serializers.UUIDField()
    absorbed_id = serializers.UUIDField()
    choices = _choices()


class ProductMergeOut(serializers.Serializer[Any]):
    """A merge; its id undoes it."""

    id = serializers.UUIDField()
    survivor_id = serializers.UUIDField()
    absorbed_id = serializers.UUIDField()
    codes = serializers.ListField(
        child=serializers.CharField(), help_text="Codes that lead to the survivor without being its own."
    )
    undone_at = serializers.DateTimeField(allow_null=True)


class ProductMergeUndoneOut(serializers.Serializer[Any]):
    """What undoing left alone: values that somebody changed since."""

    id = serializers.UUIDField()
    kept = serializers.IntegerField()


class BulkAcceptIn(serializers.Serializer[Any]):
    """From which score on all pairs are merged."""

    samples: ClassVar[dict[str, Any]] = {"min_score": 95}

    min_score = serializers.IntegerField(min_value=0, max_value=100)


class DuplicateRunOut(serializers.Serializer[Any]):
    """A search, or a merge in bulk."""

    id = serializers.UUIDField()
    act = serializers.CharField()
    status = serializers.CharField()
    progress_done = serializers.IntegerField()
    progress_total = serializers.IntegerField()
    found = serializers.IntegerField()
    left_out = serializers.IntegerField()


class Pairs(ApiView):
    """Possible duplicates."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(
        operation_id="duplicates_list", parameters=[PairQuery], responses={200: DuplicatePairsOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """Pairs of products that may be the same, the most alike first."""
        query = validated(PairQuery, request.query_params)
        least = query.pop("min_score")
        return Response(page_listing(pairs(tenant_id=self.tenant_id, least_score=least, **query), _shape))


class Pair(ApiView):
    """One pair."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="duplicates_detail", responses={200: DuplicatePairOut, 404: ErrorBody})
    def get(self, request: Request, pair_id: UUID) -> Response:
        """Both products with the evidence."""
        return Response(_shape(pair_facts(pair_id, tenant_id=self.tenant_id)))


class Accept(ApiView):
    """They are the same."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="duplicates_accept", request=DuplicateAcceptIn, responses={200: ProductMergeOut, **REFUSALS}
    )
    def post(self, request: Request, pair_id: UUID) -> Response:
        """Merge the two; 409 when somebody has decided about them meanwhile."""
        given = validated(DuplicateAcceptIn, request.data)
        return Response(_merge(services.accept_pair(pair_id, tenant_id=self.tenant_id, user=self.user, **given)))


class Reject(ApiView):
    """They are two products."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="duplicates_reject", request=None, responses={200: DuplicatePairOut, **REFUSALS})
    def post(self, request: Request, pair_id: UUID) -> Response:
        """They stay two products, and are never proposed again."""
        services.reject_pair(pair_id, tenant_id=self.tenant_id, user=self.user)
        return Response(_shape(pair_facts(pair_id, tenant_id=self.tenant_id)))


class Reopen(ApiView):
    """The decision is taken back."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="duplicates_undo", request=None, responses={200: DuplicatePairOut, **REFUSALS})
    def post(self, request: Request, pair_id: UUID) -> Response:
        """A merge is undone, a rejected pair waits again."""
        services.reopen_pair(pair_id, tenant_id=self.tenant_id, user=self.user)
        return Response(_shape(pair_facts(pair_id, tenant_id=self.tenant_id)))


class Search(ApiView):
    """Searching all products."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="duplicates_search", request=None, responses={202: DuplicateRunOut})
    def post(self, request: Request) -> Response:
        """Compare all products, in the background."""
        return Response(_run(services.start_search(tenant_id=self.tenant_id, by=self.user)), status=202)


class BulkAccept(ApiView):
    """Merging many."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="duplicates_bulk_accept", request=BulkAcceptIn, responses={202: DuplicateRunOut, 422: ErrorBody}
    )
    def post(self, request: Request) -> Response:
        """Merge all pairs from a score (80 to 100) on as they are proposed, in the background."""
        least = validated(BulkAcceptIn, request.data)["min_score"]
        return Response(_run(services.start_merging(least, tenant_id=self.tenant_id, by=self.user)), status=202)


class Run(ApiView):
    """A run over duplicates."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="duplicates_run", responses={200: DuplicateRunOut, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """How far it is."""
        return Response(_run(duplicate_run(run_id)))


class Merge(ApiView):
    """Two products become one."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="products_merge", request=ProductMergeIn, responses={201: ProductMergeOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Make one product a part of another, and put it into the trash; offers, variants and bundles move."""
        given = validated(ProductMergeIn, request.data)
        two = (given["survivor_id"], given["absorbed_id"])
        made = merge_products(*two, tenant_id=self.tenant_id, user=self.user, choices=given["choices"])
        return Response(_merge(made), status=201)


class UndoMerge(ApiView):
    """One product becomes two again."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="products_merge_undo", request=None, responses={200: ProductMergeUndoneOut, **REFUSALS})
    def post(self, request: Request, merge_id: UUID) -> Response:
        """Both products are as they were, but for what somebody changed since."""
        undone = undo_merge(merge_id, tenant_id=self.tenant_id, user=self.user)
        return Response({"id": undone.merge.pk, "kept": undone.kept})


def _shape(pair: PairFacts) -> dict[str, Any]:
    names = ("id", "score", "state", "evidence", "merge_id", "decided_at")
    proposal = {"survivor_id": pair.proposal.survivor_id, "reason": pair.proposal.reason}
    sides = {"first": _side(pair.first), "second": _side(pair.second)}
    return {**{name: getattr(pair, name) for name in names}, **sides, **proposal}


def _side(card: Any) -> dict[str, Any]:
    return {name: getattr(card, name) for name in ("id", "title", "gtin", "brand", "mpn", "status")}


def _merge(merge: ProductMerge) -> dict[str, Any]:
    return {name: getattr(merge, name) for name in ("id", "survivor_id", "absorbed_id", "codes", "undone_at")}


def _run(run: Any) -> dict[str, Any]:
    names = ("id", "act", "status", "progress_done", "progress_total", "found", "left_out")
    return {name: getattr(run, name) for name in names}
