"""How suppliers and their imports do, through the API."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView
from imports import services
from imports.selectors import find_run
from imports.selectors.statistics import Month, import_statistics, latest_scores, months_of, scores_of
from suppliers.selectors import require_supplier, supplier, suppliers_by_id

READ = "read:imports"


class StatisticsQuery(serializers.Serializer[Any]):
    """Which runs count; without `date_from` those of the last 30 days."""

    date_from = serializers.DateTimeField(required=False)
    date_to = serializers.DateTimeField(required=False, default=None, allow_null=True)
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)


class RowSums(serializers.Serializer[Any]):
    """Rows by what became of them."""

    rows_read = serializers.IntegerField()
    rows_created = serializers.IntegerField()
    rows_updated = serializers.IntegerField()
    rows_unchanged = serializers.IntegerField()
    rows_held = serializers.IntegerField()
    rows_skipped = serializers.IntegerField()


class StatisticsOut(RowSums):
    """Runs by state, rows by what became of them; shares from 0 to 1, null where there is nothing to judge by."""

    total = serializers.IntegerField()
    pending = serializers.IntegerField()
    processing = serializers.IntegerField()
    paused = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    with_held_rows = serializers.IntegerField()
    success_share = serializers.FloatField(allow_null=True)
    mean_seconds = serializers.FloatField(allow_null=True)


class ScoreOut(serializers.Serializer[Any]):
    """A supplier's marks of a day, over the 30 days before it; shares from 0 to 1, `score` from 0 to 100."""

    supplier_id = serializers.UUIDField()
    day = serializers.DateField()
    last_import_at = serializers.DateTimeField(allow_null=True)
    late_share = serializers.FloatField(allow_null=True)
    error_share = serializers.FloatField(allow_null=True)
    valid_ean_share = serializers.FloatField(allow_null=True)
    price_volatility = serializers.FloatField(allow_null=True)
    stock_changes = serializers.FloatField(allow_null=True)
    score = serializers.FloatField(allow_null=True)


class NamedScoreOut(ScoreOut):
    """The latest marks of a supplier, with its name."""

    supplier_name = serializers.CharField(allow_null=True)


class ScorecardsOut(serializers.Serializer[Any]):
    """All suppliers that have marks, the worst first."""

    items = NamedScoreOut(many=True)


class MonthOut(RowSums):
    """Sums over the imports of a calendar month."""

    month = serializers.DateField()
    runs = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    price_changes = serializers.IntegerField()
    stock_changes = serializers.IntegerField()
    seconds = serializers.FloatField()
    success_share = serializers.FloatField(allow_null=True)
    held_share = serializers.FloatField(allow_null=True)


class ScorecardOut(serializers.Serializer[Any]):
    """A supplier's marks of the latest 90 days and sums of the latest 12 months, newest first."""

    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    days = ScoreOut(many=True)
    months = MonthOut(many=True)


class MailIn(serializers.Serializer[Any]):
    """Where the report goes; without addresses to the person who asks."""

    to = serializers.ListField(child=serializers.EmailField(), required=False, max_length=20)


class MailOut(serializers.Serializer[Any]):
    """How many mails were queued."""

    queued = serializers.IntegerField()


class ImportStatistics(ApiView):
    """How the imports of a period went."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    checks_objects = True

    @extend_schema(
        operation_id="imports_stats", parameters=[StatisticsQuery], responses={200: StatisticsOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """Counts of runs and rows, success rate, mean duration; undoings do not count."""
        query = validated(StatisticsQuery, request.query_params)
        since = query.get("date_from") or timezone.now() - timedelta(days=30)
        found = import_statistics(
            since=since, until=query["date_to"], supplier_id=query["supplier_id"], seen_by=self.user
        )
        return Response(found)


class Scorecards(ApiView):
    """The scorecards of all suppliers."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    checks_objects = True

    @extend_schema(operation_id="suppliers_scorecards", responses={200: ScorecardsOut})
    def get(self, request: Request) -> Response:
        """The latest marks of each supplier, the worst first."""
        scores = latest_scores(seen_by=self.user)
        names = suppliers_by_id(scores)
        items = [
            {**asdict(score), "supplier_name": names[each].name if each in names else None}
            for each, score in scores.items()
        ]
        return Response({"items": sorted(items, key=lambda item: (item["score"] is None, item["score"] or 0.0))})


class Scorecard(ApiView):
    """One supplier's scorecard."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    checks_objects = True

    @extend_schema(operation_id="suppliers_scorecard", responses={200: ScorecardOut, 404: ErrorBody})
    def get(self, request: Request, supplier_id: UUID) -> Response:
        """Freshness, punctuality, errors, valid EANs, changes of prices and stocks; day by day and by month."""
        require_supplier(self.user, READ, supplier_id)
        facts = supplier(supplier_id)
        return Response(
            {
                "supplier_id": facts.id,
                "supplier_name": facts.name,
                "days": [asdict(score) for score in scores_of(supplier_id)],
                "months": [_month(month) for month in months_of(supplier_id)],
            }
        )


class MailReport(ApiView):
    """The report of a run by e-mail."""

    permissions: ClassVar[dict[str, str]] = {"POST": READ}
    checks_objects = True

    @extend_schema(
        operation_id="imports_report_mail",
        request=MailIn,
        responses={202: MailOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Queue the report for the addresses, 20 at most; those of others need `manage:imports`."""
        to = validated(MailIn, request.data).get("to") or [self.user.email]
        run = find_run(run_id, seen_by=self.user)
        return Response({"queued": services.mail_report(run, to=to, by=self.user)}, status=202)


def _month(month: Month) -> dict[str, Any]:
    shares = {"success_share": month.success_share, "held_share": month.held_share}
    return {"month": month.month, **month.sums, **shares}
