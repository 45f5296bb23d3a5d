"""Curing a cause of held rows once: what a fix would do is shown first, then it is kept and its rows imported again."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic, connection_of
from core.errors import InvalidInput
from core.models import User
from core.tenancy import tenant_scope
from imports.errors import HeldRowNotFound
from imports.feeds.explanations import cause_title
from imports.feeds.healing import (
    MAPPING,
    OF_CELLS,
    OF_RULES,
    SET,
    VALUE,
    Fix,
    fixed_cells,
    fixed_mapping,
    fixed_plan,
    fixed_rules,
)
from imports.feeds.layout import HELD_ROW_ID, check_mapping, data_columns
from imports.feeds.mapping.model import Mapping as FieldsMapping
from imports.feeds.plan import plan_of
from imports.feeds.replay import frame_of
from imports.feeds.rowcheck import check_rows, context_of
from imports.models import HeldRow, ImportRun
from imports.selectors.held_rows import HeldFilters, Reason, narrowed, reasons_in
from imports.services.held_rows import replay_held_rows, require_rows
from imports.services.replays import layouts_of, open_rows, replay_of, replayable_rows
from imports.services.rules import set_rules
from suppliers.selectors import source_settings
from suppliers.services import confirm_values, remember_mapping

TRIED_ROWS = 10_000
SAMPLES = 8
_CORRECT = """
UPDATE imports_heldrow AS h SET corrected = h.corrected || jsonb_build_object(%(column)s::text, v.cell),
       updated_at = now()
  FROM unnest(%(ids)s::uuid[], %(cells)s::text[]) AS v(id, cell)
 WHERE h.id = v.id AND h.tenant_id = %(tenant_id)s AND h.state = 'open'
"""


@dataclass(frozen=True)
class FixPreview:
    """Of `tried` rows `passing` would now be imported; `still`: titles of what holds the others, with numbers.

    `rows` are all rows of the choice; `samples` are the first changed cells: row number, before, after.
    """

    rows: int
    tried: int
    passing: int
    still: list[tuple[str, int]]
    samples: list[tuple[int, str | None, str | None]]


@dataclass(frozen=True)
class CorrectionPreview:
    """Whether a held row would pass now, else why not; `is_filtered`: a filter of the source would leave it out."""

    passes: bool
    reasons: list[Reason]
    is_filtered: bool = False


@dataclass(frozen=True)
class Fixed:
    """What a fix did: how many rows it concerned, and the runs that import them again."""

    rows: int
    runs: list[ImportRun]


@dataclass(frozen=True)
class _Tried:
    passing: int
    rows: int
    still: Counter[str]
    samples: list[tuple[int, str | None, str | None]]


def preview_fix(filters: HeldFilters, fix: Fix, *, tenant_id: UUID) -> FixPreview:
    """What the fix would do to the chosen rows: the engine's own steps on the first TRIED_ROWS, nothing is written.

    Raises InvalidInput for a fix that does not fit the rows, or when the choice is empty.
    """
    with tenant_scope(tenant_id):
        chosen = _chosen(filters, fix)
        tried = [_try(rows, fix) for rows in layouts_of(chosen)]
        total = chosen.count()
    if not tried:
        raise InvalidInput(_("None of these rows waits for a fix."))
    still = sum((one.still for one in tried), Counter[str]())
    return FixPreview(
        rows=total,
        tried=sum(one.rows for one in tried),
        passing=sum(one.passing for one in tried),
        still=[(cause_title(cause), number) for cause, number in still.most_common(SAMPLES)],
        samples=[sample for one in tried for sample in one.samples][:SAMPLES],
    )


def preview_correction(held_row_id: UUID, *, values: Mapping[str, str]) -> CorrectionPreview:
    """What would become of a held row with these cells (column name -> text) over its own; nothing is written.

    Raises HeldRowNotFound, and InvalidInput when its mapping no longer fits the columns.
    """
    row = HeldRow.objects.select_related("run").filter(pk=held_row_id).first()
    if row is None:
        raise HeldRowNotFound
    row.corrected = {**row.corrected, **values}
    run = replay_of(row.run, by=None)
    plan = plan_of(run)
    checked = check_rows(frame_of([row], run.recognition["columns"], [1]), plan, context=context_of(plan))
    held = [reason for text in checked.held["reasons"].to_list() for reason in json.loads(text)]
    return CorrectionPreview(
        passes=checked.valid.height > 0,
        reasons=reasons_in(held, row=row.row_number),
        is_filtered=checked.valid.is_empty() and checked.held.is_empty(),
    )


def apply_fix(filters: HeldFilters, fix: Fix, *, tenant_id: UUID, by: User | None, start: bool = True) -> Fixed:
    """Keep the fix (cells of the rows, rules or a meaning of the source, mapping of the layout), import the rows again.

    One run per source and layout; the other held rows stay as they are. Raises PermissionRefused without
    `write:imports` and `start:imports` on the rows (for rules and meanings without `write:suppliers` on the source),
    and as `preview_fix`.
    """
    with tenant_scope(tenant_id):
        chosen = _chosen(filters, fix)
        for permission in ("write:imports", "start:imports"):
            require_rows(by, permission, chosen)
        ids = list(chosen.order_by().values_list("pk", flat=True))
        if not ids:
            raise InvalidInput(_("None of these rows waits for a fix."))
        _keep(chosen, fix, tenant_id=tenant_id, by=by)
        with atomic("imports"):
            given: dict[str, Any] = {"fix": fix.kind, "given": dict(fix.given), "cause": filters.cause}
            audit.record("held_rows.fixed", app="imports", tenant_id=tenant_id, count=len(ids), **given)
        runs = replay_held_rows(ids, tenant_id=tenant_id, by=by, start=start)
    return Fixed(len(ids), runs)


def _chosen(filters: HeldFilters, fix: Fix) -> QuerySet[HeldRow]:
    """A correction of cells also helps records that did not fit the columns; no other fix does."""
    return narrowed(filters, open_rows() if fix.kind in OF_CELLS else replayable_rows())


def _keep(chosen: QuerySet[HeldRow], fix: Fix, *, tenant_id: UUID, by: User | None) -> None:
    if fix.kind in OF_CELLS:
        _correct(chosen, fix, tenant_id=tenant_id)
    elif fix.kind in OF_RULES:
        for source_id in chosen.order_by().values_list("source_id", flat=True).distinct():
            rules = fixed_rules(fix, source_settings(source_id).rules)
            set_rules(source_id, rules=rules, by=by)
    elif fix.kind == VALUE:
        for source_id in chosen.order_by().values_list("source_id", flat=True).distinct():
            confirm_values(by=by, tenant_id=tenant_id, meanings=[fix.meaning], source_id=source_id)
    elif fix.kind == MAPPING:
        for rows in layouts_of(chosen):
            _remember(_origin(rows), fix, by=by)


def _remember(origin: ImportRun, fix: Fix, *, by: User | None) -> None:
    """The mapping of the layout, for later files too."""
    if by is not None:
        require(by, "write:imports", origin)
    run = replay_of(origin, by=by)
    mapping = fixed_mapping(fix, FieldsMapping.from_json(run.mapping))
    checked = check_mapping(mapping, run.recognition, identity=run.identity)
    remember_mapping(
        source_id=run.source_id,
        fingerprint=run.fingerprint,
        columns=list(run.recognition["columns"]),
        mapping=checked.mapping.to_json(),
    )


def _correct(chosen: QuerySet[HeldRow], fix: Fix, *, tenant_id: UUID) -> None:
    """Set-based: one statement for each block of rows whose cell changes."""
    for rows in layouts_of(chosen):
        columns = data_columns(_origin(rows).recognition["columns"])
        for block in _blocks(rows):
            before = frame_of(block, columns, range(1, len(block) + 1))
            after = fixed_cells(fix, before)
            name = str(fix.given["column"])
            # A value that a person sets is a correction even where it was there: the record may go on.
            moved = after if fix.kind == SET else after.filter(after[name].ne_missing(before[name]))
            values: dict[str, Any] = {
                "column": name,
                "ids": moved[HELD_ROW_ID].to_list(),
                "cells": [cell or "" for cell in moved[name].to_list()],
                "tenant_id": tenant_id,
            }
            with atomic("imports"), connection_of("imports").cursor() as cursor:
                cursor.execute(_CORRECT, values)


def _blocks(rows: QuerySet[HeldRow], *, size: int = 5_000) -> Iterator[list[HeldRow]]:
    """The rows block by block, by their ids: what is written meanwhile moves none of them."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(ids), size):
        yield list(HeldRow.objects.filter(pk__in=ids[first : first + size]).order_by("pk"))


def _origin(rows: QuerySet[HeldRow]) -> ImportRun:
    return rows.select_related("run").order_by("-created_at", "pk")[0].run


def _try(rows: QuerySet[HeldRow], fix: Fix) -> _Tried:
    block: Sequence[HeldRow] = list(rows.order_by("run", "row_number", "pk")[:TRIED_ROWS])
    run = replay_of(_origin(rows), by=None)
    plan = fixed_plan(fix, plan_of(run))
    numbers = range(1, len(block) + 1)
    before = frame_of(block, run.recognition["columns"], numbers)
    after = fixed_cells(fix, before)
    checked = check_rows(after, plan, context=context_of(plan))
    return _Tried(
        passing=after.height - checked.held.height,
        rows=after.height,
        still=Counter(checked.held["cause"].to_list()),
        samples=_samples(fix, before, after, block),
    )


def _samples(
    fix: Fix, before: pl.DataFrame, after: pl.DataFrame, block: Sequence[HeldRow]
) -> list[tuple[int, str | None, str | None]]:
    if fix.kind not in OF_CELLS:
        return []
    name: Any = fix.given["column"]
    pairs = zip(block, before[name].to_list(), after[name].to_list(), strict=True)
    return [(row.row_number, old, new) for row, old, new in pairs if old != new][:SAMPLES]
