"""One chunk through mapping and validation, as frames: rows that may be merged, rows that are held, findings."""

import json
from dataclasses import dataclass

import polars as pl

from imports.feeds.batches import VALID_SCHEMA
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.plan import Plan
from imports.feeds.quarantine import HELD_SCHEMA, ISSUE_SCHEMA, reason
from imports.feeds.validation import validate

FRAMING = "framing"


@dataclass(frozen=True)
class CheckedRows:
    """Frames: `valid` (canonical columns), `held` (HELD_SCHEMA), `issues` (ISSUE_SCHEMA)."""

    valid: pl.DataFrame
    held: pl.DataFrame
    issues: pl.DataFrame


def context_of(plan: Plan) -> Context:
    """What one pass over the rows of a file remembers from chunk to chunk."""
    return Context(decimal=plan.settings.get("decimal"))


def check_rows(frame: pl.DataFrame, plan: Plan, *, context: Context) -> CheckedRows:
    """Map, transform and validate a frame of source rows (text columns and `_row`)."""
    columns = {name: field.column for name, field in plan.mapping.fields.items() if field.column}
    mapped = apply_mapping(plan.mapping, frame, context=context)
    validated = validate(mapped, identity=plan.identity, columns=columns)
    return CheckedRows(
        _with_currency(validated.frame, plan), _held(validated.held_rows, validated.findings), validated.findings
    )


def _with_currency(valid: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Prices without a currency are in the supplier's."""
    default = plan.settings.get("currency")
    if "price" not in valid.columns or not default:
        return valid
    given = pl.col("currency") if "currency" in valid.columns else pl.lit(None, pl.String)
    priced = pl.when(pl.col("price").is_not_null()).then(pl.coalesce(given, pl.lit(default))).otherwise(given)
    return valid.with_columns(priced.alias("currency"))


def _held(rows: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The held rows with their errors as JSON, without a step per row."""
    if rows.is_empty():
        return pl.DataFrame(schema=HELD_SCHEMA)
    told = pl.struct("code", "field", "column", "value").struct.json_encode().str.strip_suffix("}")
    errors = findings.filter(pl.col("level") == "error").select(
        "row",
        pl.concat_str([told, pl.lit(',"params":'), "params", pl.lit("}")]).alias("reason"),
        pl.concat_str([pl.col("code"), pl.lit(":"), pl.col("field")]).alias("cause"),
    )
    reasons = errors.group_by("row").agg(pl.col("reason").str.join(","), pl.col("cause").first())
    joined = rows.join(reasons, on="row", how="left", maintain_order="left")
    texts = pl.concat_str([pl.lit("["), pl.col("reason"), pl.lit("]")]).alias("reasons")
    return joined.select("row", "raw", texts, "cause").cast(HELD_SCHEMA)


def held_problems(problems: pl.DataFrame) -> CheckedRows:
    """Records that do not fit the columns (PROBLEM_SCHEMA), held with the reader's sentence."""
    reasons = [
        json.dumps([reason(code, message=message)]) for code, message in problems.select("code", "message").rows()
    ]
    cause = pl.lit(f"{FRAMING}:") + pl.col("code")
    held = problems.select("row", "raw", pl.Series("reasons", reasons, pl.String), cause.alias("cause"))
    params = [json.dumps({"message": message}) for message in problems["message"].to_list()]
    empty = pl.lit("")
    issues = problems.select(
        "row",
        pl.lit("error").alias("level"),
        "code",
        empty.alias("field"),
        empty.alias("column"),
        pl.lit(None, pl.String).alias("value"),
        pl.Series("params", params, pl.String),
    )
    return CheckedRows(pl.DataFrame(schema=VALID_SCHEMA), held.cast(HELD_SCHEMA), issues.cast(ISSUE_SCHEMA))
