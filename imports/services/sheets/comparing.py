"""The dry run of an edited sheet: which cells were edited, and whether each can be applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.selectors.flat import column_kind, flat_products, is_known, label_of_column
from catalog.services.cells import Cell, can_be_edited, check_cell, taken_identifiers, writable_products
from core.errors import Refused, Terminal
from core.files import local_path
from core.jobs import report_progress
from core.models import User
from core.tabular import Overrides, UnreadableFile, read_chunks, recognise
from core.tabular.recognition import ROW
from imports.exports.sheets import BASE, FIRST_ROW, HIDDEN, ID, LABEL_ROW, MOST_ROWS, check_sum, plain
from imports.models import Sheet, SheetCell

BATCH = 1_000
State = SheetCell.State


class SheetUnreadable(Terminal):
    """The file is no sheet that was exported to be edited."""

    code = "SHEET_UNREADABLE"


@dataclass
class _Tally:
    """Numbers of a comparison."""

    rows: int = 0
    ready: int = 0
    conflicting: int = 0
    refused: int = 0

    def count(self, cells: list[SheetCell]) -> None:
        """Count the cells by their state."""
        self.ready += sum(cell.state == State.READY for cell in cells)
        self.conflicting += sum(cell.state == State.CONFLICT for cell in cells)
        self.refused += sum(cell.state == State.REFUSED for cell in cells)

    def changes(self) -> dict[str, int]:
        """As the sheet keeps them."""
        return {
            "rows_read": self.rows,
            "cells_ready": self.ready,
            "cells_conflicting": self.conflicting,
            "cells_refused": self.refused,
        }


def compare(sheet: Sheet, *, user: User) -> dict[str, Any]:
    """Write down every edited cell; returns the numbers. Raises SheetUnreadable. Nothing else is changed."""
    SheetCell.objects.filter(sheet=sheet).delete()
    tally, seen = _Tally(), set[str]()
    with local_path(sheet.file_key) as path:
        for fields, summed, rows in _batches(path):
            cells = _compared(sheet, fields, rows, summed=summed, user=user, seen=seen)
            SheetCell.objects.bulk_create(cells)
            tally.rows += rows.height
            tally.count(cells)
            report_progress(sheet, columns=fields, progress_done=tally.rows, **tally.changes())
    return tally.changes()


def _batches(path: Path) -> Iterator[tuple[list[str], list[str], pl.DataFrame]]:
    """The fields of the sheet, those of the check sums, and the rows, a batch at a time."""
    try:
        recognition = recognise(path, overrides=Overrides(header_row=1))
        missing = [name for name in HIDDEN if name not in recognition.columns]
        if missing:
            raise SheetUnreadable(
                _("The hidden columns of the sheet are gone: export it again, and edit that one without removing them.")
            )
        fields = [name for name in recognition.columns if name not in HIDDEN and is_known(name)]
        summed: list[str] = []
        for chunk in read_chunks(path, recognition, chunk_rows=BATCH):
            summed = summed or _summed(chunk.frame)
            rows = chunk.frame.filter(pl.col(ROW) >= FIRST_ROW)
            if rows.height and rows[ROW].max() > MOST_ROWS + FIRST_ROW:  # type: ignore[operator]
                message = _("The sheet has more than %(most)s rows: export fewer products at once.")
                raise SheetUnreadable(message % {"most": MOST_ROWS})
            yield fields, summed, rows
    except UnreadableFile as error:
        raise SheetUnreadable(str(error)) from error


def _summed(frame: pl.DataFrame) -> list[str]:
    """The fields of the check sums, as the row of headings names them."""
    head = frame.filter(pl.col(ROW) == LABEL_ROW)[BASE]
    return str(head[0] or "").split("\n") if head.len() else []


def _compared(
    sheet: Sheet, fields: list[str], rows: pl.DataFrame, *, summed: list[str], user: User, seen: set[str]
) -> list[SheetCell]:
    ids = _ids(rows)
    flat = flat_products(list(ids.values()), tenant_id=sheet.tenant_id, columns=["title", *fields], inherit=False)
    now = {row["id"]: row for row in flat.iter_rows(named=True)}
    writable = writable_products(list(ids.values()), tenant_id=sheet.tenant_id, user=user)
    found: list[SheetCell] = []
    for row in rows.iter_rows(named=True):
        sums = dict(zip(summed, str(row[BASE] or "").split(","), strict=False))
        comparison = _Row(sheet, row, fields, sums, now.get(str(ids.get(row[ROW]))), writable)
        found += comparison.cells(is_repeated=str(row[ID]) in seen)
        seen.add(str(row[ID]))
    _refuse_taken(sheet, found)
    return found


def _ids(rows: pl.DataFrame) -> dict[int, UUID]:
    """The ids that can be read, by row."""
    found = {}
    for number, text in rows.select(ROW, ID).iter_rows():
        try:
            found[number] = UUID(str(text))
        except ValueError:
            continue
    return found


@dataclass
class _Row:
    """One row of the sheet beside its product of now."""

    sheet: Sheet
    row: dict[str, Any]
    fields: list[str]
    sums: dict[str, str]
    product: dict[str, Any] | None
    writable: dict[UUID, list[str]]

    def cells(self, *, is_repeated: bool) -> list[SheetCell]:
        """The edited cells of the row, each judged."""
        if self.product is None:
            return [self._whole(_("No product has this row's id: rows cannot be added here, import them instead."))]
        if is_repeated:
            return [self._whole(_("This product stands in the sheet twice: only its first row counts."))]
        judged = (self._cell(place, name, self.sums.get(name, "")) for place, name in enumerate(self.fields))
        return [cell for cell in judged if cell is not None]

    def _cell(self, place: int, name: str, base: str) -> SheetCell | None:
        """The cell, when it was edited and says something else than the product does."""
        product = self.product or {}
        wanted = self._typed(name, plain(self.row[name]))
        if check_sum(wanted) == base or wanted == plain(product[name]) or not can_be_edited(name):
            return None
        cell = self._made(name, place=place, before=product[name], wanted=wanted or None)
        refusal = self._refusal(name, wanted)
        if refusal:
            cell.state, cell.reason = State.REFUSED, refusal
        elif check_sum(product[name]) != base:
            cell.state = State.CONFLICT
        return cell

    def _typed(self, name: str, text: str) -> str:
        """Numbers as people type them: a comma before the decimals."""
        return text.replace(",", ".") if column_kind(name) == "number" and text.count(",") == 1 else text

    def _refusal(self, name: str, wanted: str) -> str:
        locks = self.writable.get(UUID(str(self.product["id"]))) if self.product else None
        if locks is None:
            return _("This product is in the trash, or you may not change it.")
        if name in locks:
            return _("The field is locked.")
        try:
            check_cell(name, wanted or None, tenant_id=self.sheet.tenant_id)
        except Refused as error:
            return str(error)
        return ""

    def _whole(self, reason: str) -> SheetCell:
        cell = self._made("*", place=-len(HIDDEN), before=None, wanted=None)
        cell.state, cell.reason = State.REFUSED, reason
        return cell

    def _made(self, name: str, *, place: int, before: str | None, wanted: str | None) -> SheetCell:
        product = self.product or {}
        return SheetCell(
            tenant_id=self.sheet.tenant_id,
            sheet=self.sheet,
            row=self.row[ROW],
            place=f"{_letters(place + len(HIDDEN))}{self.row[ROW]}",
            product_id=product.get("id"),
            title=product.get("title") or "",
            field=name,
            label="" if name == "*" else label_of_column(name),
            before=before,
            wanted=wanted,
            state=State.READY,
        )


def _refuse_taken(sheet: Sheet, found: list[SheetCell]) -> None:
    ready = {str(cell.pk): cell for cell in found if cell.state != State.REFUSED and cell.product_id}
    taken = taken_identifiers([as_cell(cell) for cell in ready.values()], tenant_id=sheet.tenant_id)
    for key, sentence in taken.items():
        ready[key].state, ready[key].reason = State.REFUSED, sentence


def as_cell(cell: SheetCell) -> Cell:
    """The cell as the catalogue takes it."""
    return Cell(str(cell.pk), UUID(str(cell.product_id)), cell.field, cell.before, cell.wanted)


def _letters(place: int) -> str:
    """The column as spreadsheets name it: A, B, ..., AA."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
