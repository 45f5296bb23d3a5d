"""Layouts in which variant rows leave the title to the first row of their product (Shopify, Spree, Vendure)."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from imports.feeds.mapping.model import Inherit

INHERITABLE = ("title", "brand", "category", "description", "short_description", "tags")
INHERITED_FROM = "_inherited_from"
_GROUP = "_group"
_ENOUGH_VARIANTS, _ENOUGH_COVERED = 0.05, 0.8


@dataclass
class Carry:
    """The texts of the last titled product seen, so that a product may continue in the next chunk."""

    group: str | None = None
    texts: dict[str, Any] = field(default_factory=dict)


def propose_inherit(sample: pl.DataFrame, chosen: Table[str, str]) -> Inherit | None:
    """Propose to carry texts down when rows without title belong to a titled row.

    Either they repeat its parent column (Shopify's handle), or both title and parent column are empty directly
    beneath it (Vendure's slug).
    """
    by, title = chosen.get("parent_ref"), chosen.get("title")
    if by is None or title is None or sample.is_empty():
        return None
    has_title, has_parent = pl.col(title).is_not_null(), pl.col(by).is_not_null()
    untitled = sample.filter(~has_title)
    if untitled.height < max(1, _ENOUGH_VARIANTS * sample.height):
        return None
    fields = tuple(name for name in INHERITABLE if name in chosen)
    parents = sample.filter(has_title & has_parent)[by].unique().implode()
    if _share(untitled.select(pl.col(by).is_in(parents) & has_parent).to_series()) >= _ENOUGH_COVERED:
        return Inherit(by=by, fields=fields)
    beneath = _share(untitled[by].is_null()) >= _ENOUGH_COVERED
    titled_have_parent = _share(sample.filter(has_title)[by].is_not_null()) >= _ENOUGH_COVERED
    return Inherit(by=None, fields=fields) if beneath and titled_have_parent else None


def carry_texts(mapped: pl.DataFrame, source: pl.DataFrame, rule: Inherit, *, carry: Carry) -> pl.DataFrame:
    """Fill the empty texts of untitled rows from the first titled row of their product.

    `_inherited_from` holds the row number the texts came from, null where nothing was taken.
    """
    fields = [name for name in rule.fields if name in mapped.columns]
    if "title" not in fields:
        return mapped
    grouped = mapped.with_columns(_groups(mapped, source, rule, carry=carry))
    titled = grouped.filter(pl.col("title").is_not_null() & pl.col(_GROUP).is_not_null())
    parents = titled.unique(_GROUP, keep="first", maintain_order=True).select(_GROUP, "_row", *fields)
    parents = _with_carried(parents, carry)
    _remember(carry, grouped, parents)
    joined = grouped.join(parents, on=_GROUP, how="left", suffix="_parent", maintain_order="left")
    takes = pl.col("title").is_null() & pl.col("title_parent").is_not_null()
    filled = [pl.when(takes).then(pl.coalesce(name, f"{name}_parent")).otherwise(name).alias(name) for name in fields]
    origin = pl.when(takes).then(pl.col("_row_parent")).alias(INHERITED_FROM)
    return joined.with_columns(*filled, origin).select(*mapped.columns, INHERITED_FROM)


def _groups(mapped: pl.DataFrame, source: pl.DataFrame, rule: Inherit, *, carry: Carry) -> pl.Series:
    if rule.by is not None:
        return source[rule.by].str.strip_chars().alias(_GROUP)
    # Rows beneath a titled row belong to it: its number names the group.
    number = pl.when(pl.col("title").is_not_null()).then(pl.col("_row")).forward_fill().cast(pl.String)
    return mapped.select(number.fill_null(pl.lit(carry.group, dtype=pl.String)).alias(_GROUP)).to_series()


def _with_carried(parents: pl.DataFrame, carry: Carry) -> pl.DataFrame:
    if carry.group is None or carry.group in parents[_GROUP]:
        return parents
    row = {_GROUP: carry.group} | {name: carry.texts.get(name) for name in parents.columns if name != _GROUP}
    return pl.concat([parents, pl.DataFrame([row], schema=parents.schema)])


def _remember(carry: Carry, grouped: pl.DataFrame, parents: pl.DataFrame) -> None:
    groups = grouped[_GROUP].drop_nulls()
    last = parents.filter(pl.col(_GROUP) == groups[-1]) if groups.len() else parents.head(0)
    if last.height:
        texts = last.row(0, named=True)
        carry.group, carry.texts = texts.pop(_GROUP), texts


def _share(mask: pl.Series) -> float:
    return float(mask.mean() or 0) if mask.len() else 0.0  # type: ignore[arg-type]
