"""What is kept of runs for good: sums per supplier and month, and a supplier's marks of the day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from core.databases import atomic
from core.jobs import JobStatus
from core.tenancy import every_tenant, tenant_scope
from imports.feeds.scoring import Facts, score_of, share
from imports.models import Fetch, ImportRun, SupplierMonth, SupplierScore
from imports.models.runs import ROW_OUTCOMES

WINDOW = timedelta(days=30)
_ENDINGS = {JobStatus.COMPLETED: "completed", JobStatus.FAILED: "failed", JobStatus.CANCELLED: "cancelled"}
_OF_FILES = (ImportRun.Kind.IMPORT, ImportRun.Kind.REPLAY)
Sums = dict[UUID, dict[str, Any]]


def count_ended(run: ImportRun) -> None:
    """Raise the sums of the supplier's month; needs core.databases.atomic("imports") and the end of the run around it.

    An undoing is no delivery. Rows are counted when the run completes: a failed run that is tried again would count
    its rows twice.
    """
    if run.kind not in _OF_FILES or run.status not in _ENDINGS:
        return
    month = (run.finished_at or timezone.now()).date().replace(day=1)
    row, _made = SupplierMonth.objects.get_or_create(tenant_id=run.tenant_id, supplier_id=run.supplier_id, month=month)
    added: dict[str, float] = {"runs": 1, _ENDINGS[JobStatus(run.status)]: 1}
    if run.status == JobStatus.COMPLETED:
        added |= {f"rows_{name}": getattr(run, f"rows_{name}") for name in ("read", *ROW_OUTCOMES)}
        added |= {f"{name}_changes": run.changed_fields.get(name, 0) for name in ("price", "stock")}
        added["seconds"] = run.duration.total_seconds() if run.duration else 0.0
    SupplierMonth.objects.filter(pk=row.pk).update(**{name: F(name) + value for name, value in added.items()})


def score_suppliers(supplier_ids: Iterable[UUID], *, tenant_id: UUID, now: datetime | None = None) -> int:
    """Write today's marks of these suppliers, over the last 30 days; returns how many. The same day overwrites."""
    moment, ids = now or timezone.now(), list(supplier_ids)
    with tenant_scope(tenant_id):
        runs, fetches = _of_runs(ids, since=moment - WINDOW), _of_fetches(ids, since=moment - WINDOW)
        scores = [
            _score(supplier_id, tenant_id, runs.get(supplier_id, {}), fetches.get(supplier_id, {}), moment)
            for supplier_id in ids
        ]
        with atomic("imports"):
            SupplierScore.objects.bulk_create(
                scores,
                update_conflicts=True,
                unique_fields=["tenant_id", "supplier_id", "day"],
                update_fields=[*_marks(Facts()), "last_import_at", "score", "updated_at"],
            )
    return len(scores)


def score_everybody(*, now: datetime | None = None) -> int:
    """Marks of every supplier of every tenant that delivered, or should have, in the last 30 days; returns how many."""
    since, deliverers = (now or timezone.now()) - WINDOW, defaultdict(set)
    with every_tenant():
        for model in (ImportRun, Fetch):
            pairs = model.objects.filter(created_at__gte=since).order_by().values_list("tenant_id", "supplier_id")
            for tenant_id, supplier_id in pairs.distinct():
                deliverers[tenant_id].add(supplier_id)
    return sum(score_suppliers(sorted(ids), tenant_id=tenant_id, now=now) for tenant_id, ids in deliverers.items())


def _score(
    supplier_id: UUID, tenant_id: UUID, runs: dict[str, Any], fetches: dict[str, Any], moment: datetime
) -> SupplierScore:
    last = runs.get("last")
    facts = Facts(
        age_days=(moment - last) / timedelta(days=1) if last else None,
        late_share=share(fetches.get("late"), fetches.get("planned")),
        error_share=share(runs.get("held"), runs.get("read")),
        valid_ean_share=share(runs.get("valid_eans"), runs.get("profiled")),
        price_volatility=share(runs.get("prices"), runs.get("read")),
        stock_changes=share(runs.get("stocks"), runs.get("read")),
    )
    return SupplierScore(
        tenant_id=tenant_id,
        supplier_id=supplier_id,
        day=_day(moment),
        last_import_at=last,
        score=score_of(facts),
        **_marks(facts),
    )


def _marks(facts: Facts) -> dict[str, float | None]:
    names = ("late_share", "error_share", "valid_ean_share", "price_volatility", "stock_changes")
    return {name: getattr(facts, name) for name in names}


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _of_runs(ids: list[UUID], *, since: datetime) -> Sums:
    """Sums over the completed imports of each supplier. One query."""
    done = ImportRun.objects.filter(
        supplier_id__in=ids, kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED, finished_at__gte=since
    )
    rows = (
        done.order_by()
        .annotate(valid=_number("profile__rows") * (1 - _number("profile__held")), gtin=_number("profile__gtin"))
        .values("supplier_id")
        .annotate(
            last=Max("finished_at"),
            read=Sum("rows_read"),
            held=Sum("rows_held"),
            prices=Sum(_number("changed_fields__price")),
            stocks=Sum(_number("changed_fields__stock")),
            # A feed without a column of EANs is not judged by it.
            profiled=Sum(_number("profile__rows"), filter=Q(gtin__isnull=False)),
            valid_eans=Sum(F("valid") * F("gtin")),
        )
    )
    return {row["supplier_id"]: {**row} for row in rows}


def _of_fetches(ids: list[UUID], *, since: datetime) -> Sums:
    """Planned fetches of each supplier that have ended, and those of them that brought no file or failed. One query."""
    ended = Fetch.objects.filter(
        supplier_id__in=ids,
        created_at__gte=since,
        planned_at__isnull=False,
        status__in=(JobStatus.COMPLETED, JobStatus.FAILED),
    )
    late = Q(status=JobStatus.FAILED) | Q(outcome=Fetch.Outcome.NO_FILE)
    rows = ended.order_by().values("supplier_id").annotate(planned=Count("pk"), late=Count("pk", filter=late))
    return {row["supplier_id"]: {**row} for row in rows}


def _number(path: str) -> Cast:
    """A number inside a JSON column."""
    return Cast(KT(path), models.FloatField())
