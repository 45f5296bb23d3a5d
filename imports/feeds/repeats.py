"""Rules that a value stands once in the file, judged over the whole file: 16 bytes of hash per row and rule."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from imports.feeds.quarantine import HELD_SCHEMA, ISSUE_SCHEMA, reason
from imports.feeds.validation.model import Level
from imports.feeds.validation.rules import Rule

UNIQUE = "unique"
UNIQUE_SCHEMA = {"row": pl.UInt32, "rule": pl.UInt32, "h1": pl.UInt64, "h2": pl.UInt64}
CODE = "rule_unique"
_COLUMNS = {"ean": "gtin", "image_url": "image_urls"}
_NO_REPEATS = {"chunk": pl.UInt32, "row": pl.UInt32, "rule": pl.UInt32, "winner": pl.UInt32}


@dataclass(frozen=True)
class Repeats:
    """Rows that share a value with another one: frame `chunk`, `row`, `rule`, `winner` (a row with the same value)."""

    frame: pl.DataFrame
    rules: Mapping[int, Rule]
    columns: Mapping[str, str]

    def of_chunk(self, number: int) -> pl.DataFrame:
        """The repeats of one chunk: frame `row`, `rule`, `winner`."""
        return self.frame.filter(pl.col("chunk") == number).drop("chunk")

    @property
    def held(self) -> int:
        """How many rows are held because of them."""
        holding = [number for number, rule in self.rules.items() if rule.level is Level.ERROR]
        return self.frame.filter(pl.col("rule").is_in(holding)).select("chunk", "row").n_unique()


def unique_keys(valid: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Fingerprints of the values that may stand once only, of a chunk's valid rows (UNIQUE_SCHEMA)."""
    frames = [
        valid.filter(value.is_not_null()).select(
            "row",
            pl.lit(rule.number, pl.UInt32).alias("rule"),
            value.hash(seed=1).alias("h1"),
            value.hash(seed=2).alias("h2"),
        )
        for rule in rules
        if rule.kind == UNIQUE and (name := _COLUMNS.get(rule.field, rule.field)) in valid.columns
        for value in [pl.col(name)]
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=UNIQUE_SCHEMA)


def repeats_among(
    keys: Iterable[tuple[int, pl.DataFrame]], rules: Sequence[Rule], *, columns: Mapping[str, str]
) -> Repeats:
    """The rows that share a value, from `unique_keys` frames with their chunk numbers."""
    own = {rule.number: rule for rule in rules if rule.kind == UNIQUE}
    frames = [frame.with_columns(pl.lit(number, pl.UInt32).alias("chunk")) for number, frame in keys if frame.height]
    if not frames:
        return Repeats(pl.DataFrame(schema=_NO_REPEATS), own, columns)
    suspects = suspects_among(frames)
    same = ("rule", "h1", "h2")
    doubled = suspects.filter(pl.struct(same).is_duplicated())
    first, last = pl.col("row").min().over(same), pl.col("row").max().over(same)
    winner = pl.when(pl.col("row") == first).then(last).otherwise(first)
    return Repeats(doubled.select("chunk", "row", "rule", winner.alias("winner")), own, columns)


def suspects_among(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The rows whose `h1` stands more than once: nearly all rows drop out before they are compared in earnest.

    Found by sorting, because a table of groups needs more memory than all the rows.
    """
    rows = pl.concat(frames)
    ordered = rows["h1"].sort()
    repeated = ordered.filter(ordered == ordered.shift(1)).unique()
    return rows.filter(pl.col("h1").is_in(repeated.implode()))


def told(valid: pl.DataFrame, repeats: Repeats, chunk: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Findings (ISSUE_SCHEMA) and held rows (HELD_SCHEMA) of the repeats among a chunk's rows."""
    issues, held = [pl.DataFrame(schema=ISSUE_SCHEMA)], [pl.DataFrame(schema=HELD_SCHEMA)]
    for number, found in repeats.of_chunk(chunk).group_by("rule", maintain_order=True):
        rule = repeats.rules[int(str(number[0]))]
        rows = valid.join(found.select("row", "winner"), on="row", how="inner", maintain_order="left")
        column = repeats.columns.get(rule.field, "")
        values = rows[_COLUMNS.get(rule.field, rule.field)].to_list()
        reasons = [
            reason(CODE, field=rule.field, column=column, value=value, winner=winner, rule=rule.name)
            for value, winner in zip(values, rows["winner"].to_list(), strict=True)
        ]
        issues.append(_issues(rows, rule, reasons))
        if rule.level is Level.ERROR:
            texts = pl.Series("reasons", [json.dumps([one]) for one in reasons], pl.String)
            cause = pl.lit(f"{CODE}:{rule.field}").alias("cause")
            held.append(rows.select("row", "key", "raw", texts, cause).cast(HELD_SCHEMA))
    return pl.concat(issues), pl.concat(held).unique("row", keep="first", maintain_order=True)


def _issues(rows: pl.DataFrame, rule: Rule, reasons: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    return rows.select(
        "row",
        pl.lit(rule.level.value).alias("level"),
        pl.lit(CODE).alias("code"),
        pl.lit(rule.field).alias("field"),
        pl.Series("column", [one["column"] for one in reasons], pl.String),
        pl.Series("value", [one["value"] for one in reasons], pl.String),
        pl.Series("params", [json.dumps(one["params"]) for one in reasons], pl.String),
    ).cast(ISSUE_SCHEMA)
