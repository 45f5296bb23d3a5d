"""What a worker does with an edited sheet: compare it, apply it, undo it."""

import logging
import uuid
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from catalog.services import Actor, undo_run
from catalog.services.cells import apply_cells
from core import audit, jobs
from core.databases import atomic
from core.errors import Conflict, ProductsManagerError
from core.jobs import JobCancelled, JobPaused, acting_for, report_progress
from core.models import User
from imports.feeds.heartbeat import alive
from imports.models import Sheet, SheetCell
from imports.services.exports.work import MakerGone
from imports.services.failing import classified, drop_broken_connections
from imports.services.sheets.comparing import as_cell, compare

logger = logging.getLogger(__name__)
BATCH = 500
STALE = "stale"
Stage, State, Choice = Sheet.Stage, SheetCell.State, SheetCell.Choice


def execute_sheet(sheet_id: UUID) -> Sheet | None:
    """Take the sheet and bring its stage to an end; None when it is not free."""
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None or not jobs.take(sheet):
        return None
    with acting_for(sheet):
        try:
            with alive(sheet):
                _STAGES[sheet.stage](sheet)
        except (JobPaused, JobCancelled):
            logger.info("%s was stopped on request", sheet)
        except Conflict as error:
            if error.code != "LEASE_LOST":
                _failed(sheet, error)
        except Exception as error:
            _failed(sheet, error)
    return sheet


def _compare(sheet: Sheet) -> None:
    jobs.complete(sheet, stage=Stage.COMPARED, **compare(sheet, user=_maker(sheet)))


def _apply(sheet: Sheet) -> None:
    user = _maker(sheet)
    total = _wanted(sheet).count()
    done, products = int(sheet.checkpoint.get("batches", 0)), int(sheet.checkpoint.get("products", 0))
    report_progress(sheet, progress_total=total)
    for number, cells in enumerate(_batches(sheet), start=1):
        if number <= done:
            continue
        result = apply_cells(
            [as_cell(cell) for cell in cells], tenant_id=sheet.tenant_id, user=user, run_id=sheet.pk, number=number
        )
        products += result.products
        _note(sheet, result.stale, result.refused)
        checkpoint = {"batches": number, "products": products}
        report_progress(sheet, checkpoint=checkpoint, progress_done=min(total, number * BATCH))
    with atomic("imports"):
        _settle(sheet)
        counts = _counts(sheet)
        jobs.complete(sheet, stage=Stage.APPLIED, products_changed=products, progress_done=total, **counts)
        audit.record("sheet.applied", app="imports", subject=sheet, products=products)


def _undo(sheet: Sheet) -> None:
    if sheet.undo_run_id is None:
        report_progress(sheet, undo_run_id=uuid.uuid4())
    user = _maker(sheet)
    actor = Actor("user", user.pk, str(user))
    run_id = sheet.undo_run_id or uuid.uuid4()
    result = undo_run(sheet.pk, tenant_id=sheet.tenant_id, actor=actor, undo_run_id=run_id)
    with atomic("imports"):
        jobs.complete(sheet, stage=Stage.UNDONE, undone_products=result.restored_products)
        audit.record("sheet.undone", app="imports", subject=sheet, products=result.restored_products)


_STAGES: dict[str, Any] = {Stage.COMPARING: _compare, Stage.APPLYING: _apply, Stage.UNDOING: _undo}


def _wanted(sheet: Sheet) -> Any:
    decided = Q(state=State.READY) | Q(state=State.CONFLICT, choice=Choice.SHEET)
    return SheetCell.objects.filter(decided, sheet=sheet).order_by("row", "id")


def _batches(sheet: Sheet) -> Iterator[list[SheetCell]]:
    """The cells that are to be applied, in the order of their rows; the same batches each time."""
    keys = list(_wanted(sheet).values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        cells = SheetCell.objects.in_bulk(keys[first : first + BATCH])
        yield [cells[key] for key in keys[first : first + BATCH]]


def _note(sheet: Sheet, stale: list[str], refused: dict[str, str]) -> None:
    """What could not be applied is kept with its reason; its state, and with it the batches, stays until the end."""
    SheetCell.objects.filter(sheet=sheet, pk__in=stale).update(reason=STALE)
    for key, sentence in refused.items():
        SheetCell.objects.filter(sheet=sheet, pk=key).update(reason=sentence)


def _settle(sheet: Sheet) -> None:
    """The states of cells that could not be applied."""
    left = _wanted(sheet).order_by().exclude(reason="")
    left.filter(reason=STALE).update(state=State.CONFLICT, choice=Choice.OPEN)
    left.exclude(reason=STALE).update(state=State.REFUSED)


def _counts(sheet: Sheet) -> dict[str, int]:
    """How many cells are in each state by now."""
    found = dict(SheetCell.objects.filter(sheet=sheet).order_by().values_list("state").annotate(Count("pk")))
    names = {"cells_ready": State.READY, "cells_conflicting": State.CONFLICT, "cells_refused": State.REFUSED}
    return {name: found.get(state, 0) for name, state in names.items()}


def _maker(sheet: Sheet) -> User:
    user = User.objects.filter(pk__in=[sheet.created_by_id], is_active=True).first()
    if user is None:
        raise MakerGone
    return user


def _failed(sheet: Sheet, error: Exception) -> None:
    if not isinstance(error, ProductsManagerError):
        logger.exception("%s failed", sheet)
    drop_broken_connections()
    with atomic("imports"):
        jobs.fail(sheet, classified(error))
