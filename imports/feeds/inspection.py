"""What the importer would make of a file: recognition, proposed mapping and counts, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from catalog.barcodes import normalise_cells
from core.errors import Refused
from core.tabular import Chunk, Limits, Notice, Overrides, Recognition, read_chunks, recognise
from imports.feeds.mapping.profiles import SAMPLE_ROWS
from imports.feeds.mapping.proposal import Proposal, propose


@dataclass(frozen=True)
class Inspection:
    """The answer of `inspect_feed`; `error` is set when the file is refused."""

    recognition: Recognition | None = None
    proposal: Proposal | None = None
    row_count: int = 0
    valid_gtin_rows: int = 0
    warnings: tuple[Notice, ...] = ()
    error: Refused | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; the shape is a contract of the command."""
        seen, proposal = self.recognition, self.proposal
        return {
            "format": seen.format if seen else None,
            "encoding": seen.encoding if seen else None,
            "delimiter": seen.delimiter if seen else None,
            "sheet": seen.sheet if seen else None,
            "header_row": seen.header_row or None if seen else None,
            "record_path": seen.record_path if seen else None,
            "row_count": self.row_count if seen else None,
            "columns": list(seen.columns) if seen else [],
            "mapping": {
                name: evidence.to_json() for name, evidence in proposal.evidence.items() if evidence.source is not None
            }
            if proposal
            else {},
            "valid_gtin_rows": self.valid_gtin_rows if seen else None,
            "warnings": [{"code": w.code, "message": str(w.message), "row": w.row} for w in self.warnings],
            "error": {"code": self.error.code, "message": str(self.error)} if self.error else None,
        }


@dataclass
class _Tally:
    """What is counted while the file streams by."""

    rows: int = 0
    valid_codes: int = 0
    warnings: list[Notice] = field(default_factory=list)

    def add(self, chunk: Chunk, *, code_column: str | None) -> None:
        """Count one chunk; records that cannot be read count as rows, broken pieces do not."""
        self.rows += chunk.frame.height + sum(problem.is_record for problem in chunk.problems)
        self.warnings += chunk.notices
        self.warnings += [Notice(problem.code, problem.message, problem.row) for problem in chunk.problems]
        if code_column:
            self.valid_codes += count_valid_codes(chunk.frame[code_column])


def inspect(
    path: Path,
    *,
    overrides: Overrides | None = None,
    limits: Limits | None = None,
    synonyms: Mapping[str, str] | None = None,
) -> Inspection:
    """Recognise, propose and count in one pass; a refused file gives an inspection with `error`, never an exception."""
    limits = limits or Limits()
    inspection = Inspection()
    try:
        recognition = recognise(path, overrides=overrides or Overrides(), limits=limits)
        inspection = replace(inspection, recognition=recognition, warnings=recognition.notices)
        return _read(path, inspection, recognition, limits=limits, synonyms=synonyms or {})
    except Refused as error:
        return replace(inspection, error=error)


def _read(
    path: Path, inspection: Inspection, recognition: Recognition, *, limits: Limits, synonyms: Mapping[str, str]
) -> Inspection:
    proposal: Proposal | None = None
    tally = _Tally()
    for chunk in read_chunks(path, recognition, limits=limits):
        if proposal is None:
            proposal = propose(chunk.frame.head(SAMPLE_ROWS), decimal=recognition.decimal, synonyms=synonyms)
        tally.add(chunk, code_column=_code_column(proposal))
    if proposal is None:
        proposal = propose(pl.DataFrame(schema=dict.fromkeys(recognition.columns, pl.String)))
    return replace(
        inspection,
        proposal=proposal,
        row_count=tally.rows,
        valid_gtin_rows=tally.valid_codes,
        warnings=(*recognition.notices, *tally.warnings),
    )


def _code_column(proposal: Proposal) -> str | None:
    mapped = proposal.mapping.fields.get("ean")
    return mapped.column if mapped else None


def count_valid_codes(cells: pl.Series) -> int:
    """Rows with a GTIN that is correct as the supplier wrote it, without any repair."""
    codes = normalise_cells(cells)
    return int((codes["gtin"].is_not_null() & codes["repair"].is_null()).sum())
