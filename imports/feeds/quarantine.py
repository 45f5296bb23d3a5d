"""Writing findings and held rows of a chunk: COPY, idempotent per run and chunk, capped per code and level."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone

from core.databases import atomic, connection_of
from imports.feeds.tally import IssueCounts
from imports.models import HeldRow, ImportRun, RowIssue

KEPT_PER_CODE = 10_000
VALUE_LENGTH = 500
# An entry of an index holds 2.7 KB.
LONGEST_KEY = 1_000
ISSUE_SCHEMA = pl.Schema(
    {
        "row": pl.UInt32,
        "level": pl.String,
        "code": pl.String,
        "field": pl.String,
        "column": pl.String,
        "value": pl.String,
        "params": pl.String,
    }
)
HELD_SCHEMA = pl.Schema(
    {"row": pl.UInt32, "key": pl.String, "raw": pl.String, "reasons": pl.String, "cause": pl.String}
)


@dataclass(frozen=True)
class Findings:
    """What is to be kept of a chunk: frames of ISSUE_SCHEMA and HELD_SCHEMA."""

    chunk: int
    issues: pl.DataFrame
    held: pl.DataFrame

    @property
    def counts(self) -> IssueCounts:
        """level -> code -> findings."""
        return issue_counts(self.issues)


def issue_counts(issues: pl.DataFrame) -> IssueCounts:
    """level -> code -> findings, of a frame of ISSUE_SCHEMA."""
    counts: IssueCounts = {}
    for level, code, number in issues.group_by("level", "code").len().sort("level", "code").rows():
        counts.setdefault(level, {})[code] = number
    return counts


def forget_findings(run: ImportRun) -> None:
    """Remove what an earlier attempt wrote that ended before its first merge."""
    with atomic("imports"):
        RowIssue.objects.filter(run=run).delete()
        HeldRow.objects.filter(run=run).delete()


def keep(run: ImportRun, findings: Findings, *, before: IssueCounts) -> None:
    """Write a chunk's findings and held rows in one transaction; `before` are the counts of the chunks kept before."""
    issues = _capped(findings.issues, before)
    with atomic("imports"):
        if issues.height:
            _copy_issues(run, findings.chunk, issues)
        if findings.held.height:
            _copy_held(run, findings.chunk, findings.held)


def reason(code: str, *, field: str = "", column: str = "", value: str | None = None, **params: Any) -> dict[str, Any]:
    """A reason as held rows store it."""
    return {"code": code, "field": field, "column": column, "value": value, "params": params}


def held_frame(rows: pl.DataFrame, code: str, *, field: str = "") -> pl.DataFrame:
    """Rows (frame with `row`, `key`, `raw`) held for one and the same reason."""
    reasons = json.dumps([reason(code, field=field)])
    return rows.select(
        "row",
        "key",
        "raw",
        pl.lit(reasons).alias("reasons"),
        pl.lit(f"{code}:{field}" if field else code).alias("cause"),
    )


def issue_frame(rows: pl.DataFrame, *, level: str, code: str, field: str = "") -> pl.DataFrame:
    """The same finding for many rows (frame with `row`, optionally `value` and `params` as JSON text)."""
    given = set(rows.columns)
    return rows.select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(level).alias("level"),
        pl.lit(code).alias("code"),
        pl.lit(field).alias("field"),
        pl.lit("").alias("column"),
        pl.col("value") if "value" in given else pl.lit(None, pl.String).alias("value"),
        pl.col("params") if "params" in given else pl.lit("{}").alias("params"),
    )


def _capped(issues: pl.DataFrame, before: IssueCounts) -> pl.DataFrame:
    if not issues.height:
        return issues
    earlier = pl.DataFrame(
        [(level, code, count) for level, codes in before.items() for code, count in codes.items()],
        schema={"level": pl.String, "code": pl.String, "earlier": pl.Int64},
        orient="row",
    )
    position = pl.int_range(pl.len()).over("level", "code") + pl.col("earlier").fill_null(0)
    ranked = issues.join(earlier, on=["level", "code"], how="left", maintain_order="left").with_columns(nth=position)
    return ranked.filter(pl.col("nth") < KEPT_PER_CODE).drop("earlier", "nth")


def _copy_issues(run: ImportRun, chunk: int, issues: pl.DataFrame) -> None:
    columns = 'tenant_id, run_id, chunk, row_number, level, code, field, "column", value, params'
    with (
        connection_of("imports").cursor() as cursor,
        cursor.copy(f"COPY imports_rowissue ({columns}) FROM STDIN") as copy,
    ):
        for row, level, code, field, column, value, params in issues.select(list(ISSUE_SCHEMA)).iter_rows():
            text = (value or "")[:VALUE_LENGTH]
            copy.write_row(
                (run.tenant_id, run.pk, chunk, row, level, code, field or "", column or "", text, params or "{}")
            )


def _copy_held(run: ImportRun, chunk: int, held: pl.DataFrame) -> None:
    now = timezone.now()
    fixed = (run.tenant_id, run.supplier_id, run.source_id, run.pk, chunk, run.fingerprint, now, now)
    columns = (
        "tenant_id, supplier_id, source_id, run_id, chunk, fingerprint, created_at, updated_at, "
        "id, row_number, key, raw, reasons, cause, digest, corrected, state"
    )
    with (
        connection_of("imports").cursor() as cursor,
        cursor.copy(f"COPY imports_heldrow ({columns}) FROM STDIN") as copy,
    ):
        for row, key, raw, reasons, cause in held.select(list(HELD_SCHEMA)).iter_rows():
            given = (uuid.uuid4(), row, kept_key(key), raw, reasons, cause[:200], digest(raw), "{}", HeldRow.State.OPEN)
            copy.write_row((*fixed, *given))


def kept_key(key: str | None) -> str:
    """The key as held rows keep it; one that no index holds is no key."""
    fits = key is not None and len(key.encode()) <= LONGEST_KEY
    return key.replace("\0", " ") if key is not None and fits else ""


def digest(raw: str) -> str:
    """Fingerprint of a row's cells."""
    return hashlib.blake2b(raw.encode(), digest_size=16).hexdigest()
