"""API of the completeness of products."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.completeness import GRADES
from catalog.errors import ProductNotFound
from catalog.rights import READ, require_products
from catalog.selectors.completeness import (
    completeness_days,
    completeness_of,
    completeness_statistics,
    measured_products,
    rules_of,
)
from catalog.selectors.finding import product_exists
from catalog.services.completeness import start_run
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, PageQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView

_SCORE: dict[str, Any] = {"min_value": 0, "max_value": 100, "required": False, "allow_null": True, "default": None}


class LackOut(serializers.Serializer[Any]):
    """What is lacking, and how many points it would bring."""

    code = serializers.CharField(help_text="A criterion such as description, or attribute:KEY for a required one.")
    label = serializers.CharField()  # type: ignore[assignment]
    points = serializers.FloatField()
    is_required = serializers.BooleanField(help_text="A required attribute: without it there is no grade A.")


class CompletenessOut(serializers.Serializer[Any]):
    """The completeness of a product; score and grade are null while it is not measured."""

    product_id = serializers.UUIDField()
    score = serializers.IntegerField(allow_null=True)
    grade = serializers.CharField(allow_null=True)
    lacking = LackOut(many=True)


class CompletenessToDoOut(serializers.Serializer[Any]):
    """How many products lack this."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    points = serializers.FloatField()
    count = serializers.IntegerField()


class CompletenessDayOut(serializers.Serializer[Any]):
    """The scores of a day."""

    day = serializers.DateField()
    products = serializers.IntegerField()
    mean = serializers.FloatField()
    median = serializers.FloatField()


class CompletenessStatisticsOut(serializers.Serializer[Any]):
    """The completeness of all products, at most a minute old."""

    products = serializers.IntegerField()
    mean = serializers.FloatField()
    median = serializers.FloatField()
    grades = serializers.DictField(child=serializers.IntegerField())
    distribution = serializers.ListField(
        child=serializers.IntegerField(), help_text="Products by score: 0-9, 10-19, ... 90-100."
    )
    missing = CompletenessToDoOut(many=True)
    days = CompletenessDayOut(many=True)


class MeasuredQuery(PageQuery):
    """Which products."""

    grade = OneOf(GRADES, required=False, allow_null=True, default=None)
    missing_field = serializers.CharField(max_length=200, required=False, default="")
    min_score = serializers.IntegerField(**_SCORE)
    max_score = serializers.IntegerField(**_SCORE)
    after = serializers.CharField(required=False, default="", help_text="The next_cursor of the page before.")


class MeasuredOut(serializers.Serializer[Any]):
    """A product with its score."""

    product_id = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    score = serializers.IntegerField()
    grade = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())


MeasuredListOut = cursor_schema("MeasuredListOut", MeasuredOut)


class CompletenessRunOut(serializers.Serializer[Any]):
    """The measuring of all products."""

    id = serializers.UUIDField()
    status = serializers.CharField()
    progress_done = serializers.IntegerField()
    progress_total = serializers.IntegerField()


class Statistics(ApiView):
    """The completeness of all products."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="products_stats_completeness", responses={200: CompletenessStatisticsOut})
    def get(self, request: Request) -> Response:
        """Mean, median, grades, distribution, what is lacking how often, the last 90 days."""
        found, rules = completeness_statistics(self.tenant_id), rules_of(self.tenant_id)
        todo = [{name: getattr(each, name) for name in ("code", "label", "points", "count")} for each in found.todo]
        days = [
            {"day": day, "products": counts.total, "mean": counts.mean, "median": counts.median}
            for day, counts in completeness_days(self.tenant_id)
        ]
        now = {"products": found.now.total, "mean": found.now.mean, "median": found.now.median}
        spread = {"grades": found.now.grades(rules), "distribution": found.now.tenths()}
        return Response({**now, **spread, "missing": todo, "days": days})


class Recalculate(ApiView):
    """Measuring everything anew."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="products_stats_completeness_recalculate", request=None, responses={202: CompletenessRunOut}
    )
    def post(self, request: Request) -> Response:
        """Measure all products anew, in the background; a measuring that is at work already is answered again."""
        run = start_run(tenant_id=self.tenant_id, by=self.user)
        names = ("id", "status", "progress_done", "progress_total")
        return Response({name: getattr(run, name) for name in names}, status=202)


class Measured(ApiView):
    """Products by their completeness."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(
        operation_id="products_stats_completeness_products",
        parameters=[MeasuredQuery],
        responses={200: MeasuredListOut, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Products with score, grade and what they lack, the least complete first."""
        query = validated(MeasuredQuery, request.query_params)
        return Response(page_listing(measured_products(tenant_id=self.tenant_id, **query)))


class ProductScore(ApiView):
    """The completeness of one product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="products_completeness", responses={200: CompletenessOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Score, grade and what is lacking, what weighs most first."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        if not product_exists(product_id):
            raise ProductNotFound(product_id=str(product_id))
        found = completeness_of(product_id, tenant_id=self.tenant_id)
        names = ("code", "label", "points", "is_required")
        lacking = [{name: getattr(lack, name) for name in names} for lack in (found.lacking if found else ())]
        score, grade = (found.score, found.grade) if found else (None, None)
        return Response({"product_id": product_id, "score": score, "grade": grade, "lacking": lacking})
