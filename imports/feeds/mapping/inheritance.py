"""Layouts in which variant rows leave the title to the first row of their product (Shopify, Spree, WooCommerce)."""

from collections.abc import Mapping as Table

import polars as pl

from imports.feeds.mapping.model import Inherit

INHERITABLE = ("title", "brand", "category", "description", "short_description", "tags")
_ENOUGH = 0.05


def propose_inherit(sample: pl.DataFrame, chosen: Table[str, str]) -> Inherit | None:
    """Propose to carry texts down by the parent column when variants without title share it with a titled row."""
    by, title = chosen.get("parent_ref"), chosen.get("title")
    if by is None or title is None or sample.is_empty():
        return None
    untitled = sample.filter(pl.col(title).is_null() & pl.col(by).is_not_null())
    titled = sample.filter(pl.col(title).is_not_null() & pl.col(by).is_not_null())
    if untitled.height < max(1, _ENOUGH * sample.height):
        return None
    covered = untitled[by].is_in(titled[by].unique().implode()).mean()
    if not isinstance(covered, float) or covered < 0.8:
        return None
    return Inherit(by=by, fields=tuple(name for name in INHERITABLE if name in chosen))
