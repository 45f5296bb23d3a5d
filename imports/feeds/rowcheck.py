"""One chunk through mapping and validation, as frames: rows that may be merged, rows that are held, findings."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from imports.feeds.batches import VALID_SCHEMA
from imports.feeds.ean_queue import KNOWN_SCHEMA, known_eans, with_known_eans
from imports.feeds.filtering import FILTERED, Filter, filtered_rows, read_filters
from imports.feeds.layout import HELD_COLUMNS
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.plan import Plan
from imports.feeds.quarantine import HELD_SCHEMA, ISSUE_SCHEMA, issue_frame, reason
from imports.feeds.repeats import UNIQUE_SCHEMA, unique_keys
from imports.feeds.validation import Rules, keys_by, validate
from imports.feeds.validation.rules import levels_of, read_rules

FRAMING = "framing"


@dataclass(frozen=True)
class CheckedRows:
    """Frames: `valid` (canonical columns), `held` (HELD_SCHEMA), `issues` (ISSUE_SCHEMA).

    `kept_out` has `row` and `key` of every row that is not valid, for whatever reason (key null: nobody knows which
    product it is): a full import retires none of their products. `unique` has the fingerprints of values that a rule
    wants once in the file (UNIQUE_SCHEMA).
    """

    valid: pl.DataFrame
    held: pl.DataFrame
    issues: pl.DataFrame
    kept_out: pl.DataFrame
    unique: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNIQUE_SCHEMA))


def rules_of(plan: Plan) -> Rules:
    """The rules of the plan's source; raises InvalidInput for a stored rule that nobody understands any more."""
    own = read_rules(plan.policies.rules)
    return Rules(levels=levels_of(own), own=own)


@dataclass
class RowContext(Context):
    """What applying needs, and the EANs that were found for articles of the supplier."""

    eans: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN_SCHEMA))


def context_of(plan: Plan) -> RowContext:
    """What one pass over the rows of a file remembers from chunk to chunk. One query."""
    maps = plan.policies.value_maps
    return RowContext(decimal=plan.settings.get("decimal"), value_maps=maps, eans=known_eans(plan))


def check_rows(frame: pl.DataFrame, plan: Plan, *, context: RowContext) -> CheckedRows:
    """Map, transform, filter and validate a frame of source rows (text columns and `_row`)."""
    columns = {name: entry.column for name, entry in plan.mapping.fields.items() if entry.column}
    frame = frame.drop(HELD_COLUMNS, strict=False)
    mapped = apply_mapping(plan.mapping, frame, context=context)
    mapped, filtered = _filtered(mapped, frame, plan)
    rules = rules_of(plan)
    validated = validate(mapped, rules=rules, identity=plan.identity, columns=columns)
    valid, found = with_known_eans(validated.frame, context.eans, plan)
    checked = CheckedRows(
        valid=_with_currency(valid, plan),
        held=_held(validated.held_rows, validated.findings),
        issues=pl.concat([validated.findings, found]) if found.height else validated.findings,
        kept_out=validated.held_rows.select("row", "key"),
        unique=unique_keys(validated.frame, rules.own),
    )
    return checked if filtered is None else _with_filtered(checked, filtered, plan)


def _filtered(mapped: pl.DataFrame, frame: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """The rows that go on, and those that a filter keeps out (with its number), if any."""
    filters = read_filters(plan.policies.filters)
    if not filters:
        return mapped, None
    numbers = filtered_rows(mapped, frame, filters)
    return mapped.filter(numbers.is_null()), mapped.with_columns(numbers).filter(numbers.is_not_null())


def _with_filtered(checked: CheckedRows, filtered: pl.DataFrame, plan: Plan) -> CheckedRows:
    """What a filter keeps out is told, and stands in the file for all that: nobody takes it for missing."""
    numbered = {one.number: json.dumps(_told(one)) for one in read_filters(plan.policies.filters)}
    params = [numbered[number] for number in filtered[FILTERED].to_list()]
    rows = filtered.select(pl.col("_row").alias("row")).with_columns(pl.Series("params", params, pl.String))
    keys = keys_by(plan.identity, filtered).select("row", "key")
    return replace(
        checked,
        issues=pl.concat([checked.issues, issue_frame(rows, level="info", code=FILTERED).cast(ISSUE_SCHEMA)]),
        kept_out=pl.concat([checked.kept_out, keys]),
    )


def _told(one: Filter) -> dict[str, Any]:
    """The filter by its name, or in short what it says: the sentence is made in the reader's language."""
    if one.name:
        return {"filter": one.name}
    short = {key: value[:6] if isinstance(value, list) else value for key, value in one.to_json().items()}
    return {"entry": short}


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
    return joined.select("row", "key", "raw", texts, "cause").cast(HELD_SCHEMA)


def held_problems(problems: pl.DataFrame) -> CheckedRows:
    """Records that do not fit the columns (PROBLEM_SCHEMA), held with the reader's sentence."""
    reasons = [
        json.dumps([reason(code, message=message)]) for code, message in problems.select("code", "message").rows()
    ]
    cause = pl.lit(f"{FRAMING}:") + pl.col("code")
    nobody = pl.lit(None, pl.String).alias("key")
    held = problems.select("row", nobody, "raw", pl.Series("reasons", reasons, pl.String), cause.alias("cause"))
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
    return CheckedRows(
        valid=pl.DataFrame(schema=VALID_SCHEMA),
        held=held.cast(HELD_SCHEMA),
        issues=issues.cast(ISSUE_SCHEMA),
        kept_out=problems.select("row", nobody),
    )
