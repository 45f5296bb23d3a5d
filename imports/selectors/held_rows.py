"""The quarantine: held rows by cause, one by one, and as a table to take home."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone

from core.access import require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from imports.errors import HeldRowNotFound
from imports.feeds.explanations import cause_title, explain
from imports.feeds.layout import HELD_COLUMNS
from imports.models import HeldRow
from suppliers.selectors import suppliers_by_id

State = HeldRow.State
READ = "read:imports"
# A grant on a run counts on the rows it held.
OF_RUNS = {"imports.ImportRun": "run__pk"}


@dataclass(frozen=True)
class HeldFilters:
    """What held rows can be narrowed by; empty fields do not narrow."""

    run_id: UUID | None = None
    source_id: UUID | None = None
    supplier_id: UUID | None = None
    cause: str = ""
    field: str = ""
    # Held since so many days at most; negative: for longer.
    days: int | None = None
    state: str = State.OPEN
    # Whose quarantine it is: without the right by role it holds only what is granted. None: everything.
    seen_by: Any = None


@dataclass(frozen=True)
class Cause:
    """Held rows with the same cause, over all runs."""

    cause: str
    title: str
    source_id: UUID
    supplier_id: UUID
    supplier_name: str
    rows: int
    runs: int
    earliest: datetime
    latest: datetime
    sample: str | None


@dataclass(frozen=True)
class Reason:
    """Why a row is held, with its sentence in the reader's language."""

    code: str
    field: str
    column: str
    value: str | None
    message: str


@dataclass(frozen=True)
class HeldRowItem:
    """One held row: `raw` as it came, `cells` with the corrections laid over it."""

    id: UUID
    run_id: UUID
    source_id: UUID
    supplier_id: UUID
    row_number: int
    state: str
    state_label: str
    cause: str
    reasons: list[Reason]
    raw: dict[str, Any]
    corrected: dict[str, Any]
    cells: dict[str, Any]
    created_at: datetime


def held_causes(filters: HeldFilters) -> list[Cause]:
    """Held rows of the current tenant grouped by source and cause, the largest group first. Two queries."""
    groups = list(
        narrowed(filters)
        .order_by()
        .values("cause", "source_id", "supplier_id")
        .annotate(
            rows=Count("pk"), runs=Count("run", distinct=True), earliest=Min("created_at"), latest=Max("created_at")
        )
        .annotate(sample=Min(KeyTextTransform("value", KeyTransform("0", "reasons"))))
        .order_by("-rows", "cause")
    )
    names = suppliers_by_id({group["supplier_id"] for group in groups})
    return [
        Cause(
            **group,
            title=cause_title(group["cause"]),
            supplier_name=names[group["supplier_id"]].name if group["supplier_id"] in names else "",
        )
        for group in groups
    ]


def held_words(filters: HeldFilters, *, most: int = 50) -> list[tuple[str, int]]:
    """The values that hold the rows, as received, with their rows; the most frequent first. One query."""
    rows = narrowed(filters).order_by().annotate(word=KeyTextTransform("value", KeyTransform("0", "reasons")))
    counted = rows.filter(word__isnull=False).values("word").annotate(number=Count("pk")).order_by("-number", "word")
    return [(one["word"], one["number"]) for one in counted[:most]]


def held_row_list(filters: HeldFilters, *, page: int = 1, per_page: int = 50) -> ListPage[HeldRowItem]:
    """Held rows of the current tenant in the order of runs and rows. Two queries."""
    found = narrowed(filters)
    first = (page - 1) * per_page
    return ListPage([_item(row) for row in found[first : first + per_page]], found.count(), page, per_page)


def held_rows_of(run_id: UUID, *, cause: str = "", state: str = "", sort: str, **cut: Any) -> ListPage[HeldRowItem]:
    """Held rows of one run by `row_number`, as `core.cutting.list_page` cuts them. Two queries."""
    return list_page(narrowed(HeldFilters(run_id=run_id, cause=cause, state=state)), _item, sort=sort, **cut)


def held_rows_across(filters: HeldFilters, *, sort: str = "created_at", **cut: Any) -> ListPage[HeldRowItem]:
    """Held rows of all feeds by `created_at`, as `core.cutting.list_page` cuts them. Two queries."""
    return list_page(narrowed(filters), _item, sort=sort, **cut)


def held_row(held_row_id: UUID, *, seen_by: Any = None) -> HeldRowItem:
    """One held row of the current tenant, whatever its state; raises HeldRowNotFound. One query.

    With `seen_by` raises PermissionRefused for a person who may not see this row.
    """
    row = HeldRow.objects.filter(pk=held_row_id).first()
    if row is None:
        raise HeldRowNotFound
    if seen_by is not None:
        require(seen_by, READ, row)
    return _item(row)


def held_row_ids(filters: HeldFilters) -> list[UUID]:
    """Ids of all held rows that match: for discarding or replaying a whole group. One query."""
    return list(narrowed(filters).order_by().values_list("pk", flat=True))


def held_row_counts() -> dict[str, int]:
    """Held rows of the current tenant per state. One query."""
    found = HeldRow.objects.order_by().values("state").annotate(number=Count("pk"))
    return dict.fromkeys(State.values, 0) | {row["state"]: row["number"] for row in found}


def held_table(filters: HeldFilters) -> tuple[list[str], Iterator[list[str | None]]]:
    """Header and rows of the download: our three columns, then the supplier's; corrected, it can be uploaded again."""
    found = narrowed(filters)
    columns = _columns(found)
    return [*HELD_COLUMNS, *columns], _table_rows(found, columns)


def _table_rows(found: QuerySet[HeldRow], columns: list[str]) -> Iterator[list[str | None]]:
    for row in found.iterator(chunk_size=2000):
        reasons = " ".join(reason.message for reason in reasons_in(row.reasons, row=row.row_number))
        yield [str(row.pk), str(row.row_number), reasons, *(_cell(row.cells.get(name)) for name in columns)]


def _columns(found: QuerySet[HeldRow]) -> list[str]:
    """The columns of the files the rows come from, each once, in the order of the files."""
    layouts = found.order_by("-created_at").values_list("run__recognition__columns", "fingerprint")
    seen = {fingerprint: columns or [] for columns, fingerprint in layouts.distinct()}
    return list(dict.fromkeys(name for columns in seen.values() for name in columns if name not in HELD_COLUMNS))


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def narrowed(filters: HeldFilters, rows: QuerySet[HeldRow] | None = None) -> QuerySet[HeldRow]:
    """The held rows of the current tenant (or of `rows`) that the filters name."""
    criteria = {
        "run": filters.run_id,
        "source_id": filters.source_id,
        "supplier_id": filters.supplier_id,
        "cause": filters.cause,
        "state": filters.state,
    }
    found = HeldRow.objects.all() if rows is None else rows
    found = found.filter(**{name: value for name, value in criteria.items() if value})
    if filters.field:
        found = found.filter(cause__endswith=f":{filters.field}")
    if filters.days:
        border = timezone.now() - timedelta(days=abs(filters.days))
        found = found.filter(**{"created_at__gte" if filters.days > 0 else "created_at__lt": border})
    return found if filters.seen_by is None else visible(found, filters.seen_by, READ, through=OF_RUNS)


def _item(row: HeldRow) -> HeldRowItem:
    return HeldRowItem(
        id=row.pk,
        run_id=row.run_id,
        source_id=row.source_id,
        supplier_id=row.supplier_id,
        row_number=row.row_number,
        state=row.state,
        state_label=str(row.get_state_display()),
        cause=row.cause,
        reasons=reasons_in(row.reasons, row=row.row_number),
        raw=row.raw,
        corrected=row.corrected,
        cells=row.cells,
        created_at=row.created_at,
    )


def reasons_in(reasons: list[dict[str, Any]], *, row: int) -> list[Reason]:
    """Reasons as a held row keeps them, with their sentences; `row` is its number in the file."""
    return [
        Reason(
            code=reason["code"],
            field=reason["field"],
            column=reason["column"],
            value=reason["value"],
            message=explain(
                reason["code"],
                row=row,
                field=reason["field"],
                value=reason["value"],
                params={"column": reason["column"] or reason["field"], **reason["params"]},
            ),
        )
        for reason in reasons
    ]
