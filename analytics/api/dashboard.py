"""The figures of the home page for programs."""

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.activity_words import Sentence, sentences
from analytics.periods import DAYS_30, HOURS_24, Period, between, last_days, latest
from analytics.selectors import recent_activity
from analytics.selectors.figures import (
    ImportTotals,
    Scope,
    active_suppliers,
    figures_of,
    import_totals,
    imports_by_day,
    imports_by_supplier,
)
from catalog.selectors import statistics
from core.configuration import value
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView
from suppliers.selectors import suppliers_by_id

READ = "read:analytics"
TYPES = {"done": "success", "failed": "failure", "warning": "warning", "current": "running"}


class ActivityOut(serializers.Serializer[Any]):
    """One thing that happened; `type` is success, failure, warning, info or running."""

    type = serializers.CharField()
    timestamp = serializers.DateTimeField()
    details = serializers.CharField(help_text="In the language of the request.")
    url = serializers.CharField(help_text="The page it is about, below the address of the site.")


class TodayOut(serializers.Serializer[Any]):
    """Imports of the last 24 hours, by what became of them."""

    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    running = serializers.IntegerField()


class DashboardOut(serializers.Serializer[Any]):
    """The tiles of the home page, and what happened last."""

    total_products = serializers.IntegerField(help_text="Active products.")
    active_suppliers = serializers.IntegerField(help_text="With a completed import in the last 30 days.")
    imports_today = serializers.IntegerField(help_text="Imports of the last 24 hours.")
    imports_today_by_status = TodayOut()
    imports_success_rate = serializers.FloatField(
        allow_null=True, help_text="Per cent of the imports of 30 days that completed or failed; null without any."
    )
    recent_activity = ActivityOut(many=True)


class ImportNumbers(serializers.Serializer[Any]):
    """Imports in numbers; shares from 0 to 1, seconds of the completed ones, null where there is nothing to judge."""

    runs = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    running = serializers.IntegerField()
    rows_read = serializers.IntegerField()
    rows_held = serializers.IntegerField()
    products = serializers.IntegerField()
    products_created = serializers.IntegerField()
    products_updated = serializers.IntegerField()
    success_share = serializers.FloatField(allow_null=True)
    held_share = serializers.FloatField(allow_null=True)
    mean_seconds = serializers.FloatField(allow_null=True)
    longest_seconds = serializers.FloatField(allow_null=True)
    rows_per_second = serializers.FloatField(allow_null=True)


class ImportDayOut(ImportNumbers):
    """The imports of a day."""

    day = serializers.DateField()


class SupplierImportsOut(ImportNumbers):
    """The imports of a supplier."""

    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField(allow_null=True)


class ImportsOut(serializers.Serializer[Any]):
    """The imports of a period: in sum, by day, by supplier (most products first)."""

    date_from = serializers.DateField()
    date_to = serializers.DateField()
    total = ImportNumbers()
    days = ImportDayOut(many=True)
    suppliers = SupplierImportsOut(many=True)


class ImportsQuery(serializers.Serializer[Any]):
    """Which imports count; without dates those of the last 30 days, 732 days at most."""

    date_from = serializers.DateField(required=False, help_text="First day.")
    date_to = serializers.DateField(required=False, help_text="Last day.")
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)


class Dashboard(ApiView):
    """The home page in numbers."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="analytics_dashboard", responses={200: DashboardOut})
    def get(self, request: Request) -> Response:
        """The same numbers as the tiles of the home page."""
        today = import_totals(Scope(latest(HOURS_24)))
        success = import_totals(Scope(latest(DAYS_30))).success_share
        most = int(value("dashboard.recent_activity", self.tenant_id))
        return Response(
            {
                "total_products": statistics(self.tenant_id).active,
                "active_suppliers": active_suppliers(last_days(30)),
                "imports_today": today.runs,
                "imports_today_by_status": figures_of(today),
                "imports_success_rate": None if success is None else round(success * 100, 1),
                "recent_activity": [_activity(each) for each in sentences(recent_activity(limit=most * 2))[:most]],
            }
        )


class Imports(ApiView):
    """Imports in numbers."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="analytics_imports", parameters=[ImportsQuery], responses={200: ImportsOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """Imports of a period in sum, by day and by supplier."""
        query = validated(ImportsQuery, request.query_params)
        period = period_in(query)
        scope = Scope(period, query["supplier_id"])
        by_supplier = imports_by_supplier(scope)
        names = suppliers_by_id(by_supplier)
        return Response(
            {
                "date_from": period.first_day,
                "date_to": period.last_day,
                "total": _numbers(import_totals(scope)),
                "days": [{"day": day, **_numbers(totals)} for day, totals in imports_by_day(scope).items()],
                "suppliers": [
                    {"supplier_id": pk, "supplier_name": _name(pk, names), **_numbers(totals)}
                    for pk, totals in by_supplier.items()
                ],
            }
        )


def period_in(query: dict[str, Any]) -> Period:
    """From day to day; one that is missing makes it 30 days."""
    first: date | None = query.get("date_from")
    last: date | None = query.get("date_to")
    if first is None and last is None:
        return latest(DAYS_30)
    if last is None:
        last = max(first or date.min, latest(DAYS_30).last_day)
    return between(first or max(date.min + timedelta(days=29), last) - timedelta(days=29), last)


def _numbers(totals: ImportTotals) -> dict[str, Any]:
    found = figures_of(totals)
    return {**found, "mean_seconds": found["mean"], "longest_seconds": found["longest"]}


def _activity(each: Sentence) -> dict[str, Any]:
    details = f"{each.label} ({each.detail})" if each.detail else each.label
    return {"type": TYPES.get(each.state, "info"), "timestamp": each.at, "details": details, "url": each.url}


def _name(supplier_id: UUID, names: dict[UUID, Any]) -> str | None:
    return names[supplier_id].name if supplier_id in names else None
