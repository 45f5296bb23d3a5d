"""Validation of a mapped frame: every check at once, then the rows apart."""

from collections.abc import Mapping, Sequence

import polars as pl

from catalog.barcodes import normalise_cells
from catalog.fields import SAID_STATUSES
from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.numbers import PLAIN, money_text
from imports.feeds.validation.checks import Check, checks_for
from imports.feeds.validation.identity import identity_key
from imports.feeds.validation.model import FINDING_SCHEMA, Level, Rules, Validated

_NAMES = {"_row": "row", "_raw": "raw", "image_url": "image_urls"}


def validate(
    mapped: pl.DataFrame,
    *,
    rules: Rules | None = None,
    identity: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Validated:
    """Check a mapped frame (the answer of `apply_mapping`) and normalise the rows without errors.

    `identity` are the fields that make the key, empty for the automatic choice; `columns` names the source column of
    each field for the messages. The frame of the answer has `row`, `key`, `gtin` (14 digits, only codes that identify
    world-wide), the mapped fields as normalised text, and `raw`.
    """
    rules = rules or Rules()
    prepared = _with_codes(mapped)
    prepared = prepared.with_columns(identity_key(identity, prepared.columns).alias("key"))
    prepared = _with_repetitions(prepared)
    checks = checks_for(prepared.columns, rules)
    failed = prepared.select(check.failing.fill_null(value=False).alias(str(n)) for n, check in enumerate(checks))
    findings = _findings(prepared, failed, checks, columns=columns or {})
    holding = [str(n) for n, check in enumerate(checks) if check.level is Level.ERROR]
    is_held = failed.select(pl.any_horizontal(holding)).to_series()
    frame = _normalised(prepared.filter(~is_held), mapped.columns)
    return Validated(
        frame=frame,
        findings=findings,
        held_rows=prepared.filter(is_held).select(pl.col("_row").alias("row"), pl.col("_raw").alias("raw"), "key"),
        untitled=frame.filter(pl.col("title").is_null())["row"] if "title" in frame.columns else frame["row"],
    )


def keys_by(identity: Sequence[str], mapped: pl.DataFrame) -> pl.DataFrame:
    """The keys of mapped rows that are not validated: frame `row`, `key` (null where a row does not fill it)."""
    prepared = _with_codes(mapped)
    return prepared.select(pl.col("_row").alias("row"), identity_key(identity, prepared.columns).alias("key"))


def _with_codes(mapped: pl.DataFrame) -> pl.DataFrame:
    """`gtin` for codes that identify, `_code` for any readable one, and what was found about each."""
    if "ean" not in mapped.columns:
        return mapped
    codes = normalise_cells(mapped["ean"])
    return mapped.with_columns(
        codes["gtin"].alias("_code"),
        codes["problem"].alias("_problem"),
        codes["usage"].alias("_usage"),
        codes["repair"].alias("_repair"),
        codes.select(pl.when("identifies").then("gtin").alias("gtin")).to_series(),
    )


def _with_repetitions(prepared: pl.DataFrame) -> pl.DataFrame:
    """`_repeated`: the GTIN of the row also stands in a row with another key."""
    if "gtin" not in prepared.columns:
        return prepared
    doubled = prepared["gtin"].is_duplicated() & prepared["gtin"].is_not_null()
    if not doubled.any():
        return prepared.with_columns(_repeated=pl.lit(value=False))
    differs = pl.col("key").n_unique().over("gtin") > 1
    some = prepared.filter(doubled).select("_row", _repeated=differs)
    joined = prepared.join(some, on="_row", how="left", maintain_order="left")
    return joined.with_columns(pl.col("_repeated").fill_null(value=False))


def _findings(
    prepared: pl.DataFrame, failed: pl.DataFrame, checks: list[Check], *, columns: Mapping[str, str]
) -> pl.DataFrame:
    totals = failed.sum().row(0)
    frames = [
        _finding(prepared.filter(failed[str(n)]), check, columns.get(check.field, ""))
        for n, check in enumerate(checks)
        if totals[n]
    ]
    return pl.concat(frames).sort("row", maintain_order=True) if frames else pl.DataFrame(schema=FINDING_SCHEMA)


def _finding(rows: pl.DataFrame, check: Check, column: str) -> pl.DataFrame:
    params = pl.struct(check.params).struct.json_encode() if check.params else pl.lit("{}")
    return rows.select(
        pl.col("_row").alias("row"),
        pl.lit(check.level.value).alias("level"),
        pl.lit(check.code).alias("code"),
        pl.lit(check.field).alias("field"),
        pl.lit(column).alias("column"),
        check.value.alias("value"),
        params.alias("params"),
    ).cast(pl.Schema(FINDING_SCHEMA))


def _normalised(kept: pl.DataFrame, mapped_columns: Sequence[str]) -> pl.DataFrame:
    codes = ["gtin"] if "gtin" in kept.columns else []
    fields = [name for name in mapped_columns if target_of(name) and name != "ean"]
    return kept.select(
        pl.col("_row").alias("row"),
        "key",
        *codes,
        *[_normal(name).alias(_NAMES.get(name, name)) for name in fields],
        pl.col("_raw").alias("raw"),
    )


def _normal(name: str) -> pl.Expr:
    """The value that goes on; what cannot be read (and was reported) is left out."""
    target = target_of(name)
    kind = target.kind if target else FieldKind.TEXT
    cell = pl.col(name)
    number = pl.when(cell.str.contains(PLAIN)).then(cell)
    if kind is FieldKind.MONEY:
        amount = money_text(number)
        return amount if name.partition(":")[0] == "price" else pl.when(~cell.str.starts_with("-")).then(amount)
    if kind is FieldKind.STOCK:
        return number.str.extract(r"^(-?\d+)").str.replace(r"^(-?)0+(\d)", "$1$2")
    if kind is FieldKind.WEIGHT:
        return pl.when(~cell.str.starts_with("-")).then(number)
    if kind is FieldKind.NUMBER:
        return pl.when(cell.cast(pl.Float64, strict=False).is_between(0, 100)).then(number)
    if kind is FieldKind.CURRENCY:
        return pl.when(cell.str.contains(r"^[A-Z]{3}$")).then(cell)
    if kind is FieldKind.STATUS:
        return pl.when(cell.is_in(SAID_STATUSES)).then(cell)
    if kind is FieldKind.URL:
        return pl.when(cell.str.contains(r"(?i)^https?://")).then(cell)
    return cell
