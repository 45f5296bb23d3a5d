"""Batches: the checked rows of a chunk without those that give way to another row of the file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from imports.feeds.duplicates import Losers, Rule
from imports.feeds.folder import Shelf
from imports.feeds.quarantine import HELD_SCHEMA, ISSUE_SCHEMA, Findings, held_frame, issue_frame
from imports.feeds.repeats import Repeats, told

VALID = "valid"
HELD = "held"
ISSUES = "issues"
VALID_SCHEMA = {"row": pl.UInt32, "key": pl.String, "raw": pl.String}


@dataclass(frozen=True)
class Batch:
    """Rows on their way into the catalogue, with everything found about the chunk's other rows."""

    number: int
    read: int
    frame: pl.DataFrame
    skipped: int
    findings: Findings

    @property
    def held(self) -> int:
        """Rows held so far."""
        return self.findings.held.height


def batches(checked: Shelf, losers: Losers) -> Iterator[Batch]:
    """All batches, in the order of the file."""
    for chunk in checked.chunks:
        yield batch_of(checked, losers, chunk.number)


def batch_of(checked: Shelf, losers: Losers, number: int) -> Batch:
    """The batch of one chunk; rows that a filter of the source left out count as skipped."""
    batch = _deduplicated(checked, losers, number)
    return _without_repeats(batch, losers.repeats) if losers.repeats else batch


def _without_repeats(batch: Batch, repeats: Repeats) -> Batch:
    """The batch with the findings of rules that want a value once, and without the rows that they hold."""
    issues, held = told(batch.frame, repeats, batch.number)
    if not issues.height:
        return batch
    findings = batch.findings
    kept = Findings(batch.number, pl.concat([findings.issues, issues]), pl.concat([findings.held, held]))
    frame = batch.frame.join(held, on="row", how="anti", maintain_order="left")
    return Batch(batch.number, batch.read, frame, batch.skipped, kept)


def _deduplicated(checked: Shelf, losers: Losers, number: int) -> Batch:
    chunk = checked.chunk(number)
    rows, filtered = chunk.rows, int(chunk.facts["filtered"])
    valid = checked.frame(number, VALID, VALID_SCHEMA)
    held = checked.frame(number, HELD, HELD_SCHEMA)
    issues = checked.frame(number, ISSUES, ISSUE_SCHEMA)
    lost = losers.of_chunk(number)
    if not lost.height:
        return Batch(number, rows, valid, filtered, Findings(number, issues, held))
    frame = valid.join(lost, on="row", how="anti", maintain_order="left")
    gone = valid.join(lost, on="row", how="inner", maintain_order="left")
    if losers.rule is Rule.HOLD:
        repeated = _repeated(gone, level="error", code="duplicate_in_file")
        kept = Findings(number, pl.concat([issues, repeated]), pl.concat([held, held_frame(gone, "duplicate_in_file")]))
        return Batch(number, rows, frame, filtered, kept)
    repeated = _repeated(gone, level="info", code="duplicate_in_file")
    return Batch(number, rows, frame, filtered + gone.height, Findings(number, pl.concat([issues, repeated]), held))


def _repeated(gone: pl.DataFrame, *, level: str, code: str) -> pl.DataFrame:
    params = [json.dumps({"winner": winner}) for winner in gone["winner"].to_list()]
    rows = gone.select("row", pl.col("key").alias("value")).with_columns(pl.Series("params", params, pl.String))
    return issue_frame(rows, level=level, code=code, field="key")


def refuse(batch: Batch, refused: list[tuple[int, str]]) -> Batch:
    """The batch with the rows that the catalogue refused (row, code) held instead."""
    if not refused:
        return batch
    verdict = pl.DataFrame(refused, schema={"row": pl.UInt32, "code": pl.String}, orient="row")
    rows = batch.frame.select("row", "key", "raw").join(verdict, on="row", how="inner", maintain_order="left")
    held, issues = [batch.findings.held], [batch.findings.issues]
    for (code,), same in rows.group_by("code", maintain_order=True):
        held.append(held_frame(same, str(code)))
        issues.append(issue_frame(same.select("row"), level="error", code=str(code)))
    findings = Findings(batch.number, pl.concat(issues), pl.concat(held))
    frame = batch.frame.join(verdict, on="row", how="anti", maintain_order="left")
    return Batch(batch.number, batch.read, frame, batch.skipped, findings)
