"""Costly expressions applied only to the cells, or the distinct cells, that need them."""

from collections.abc import Callable

import polars as pl

Change = Callable[[pl.Expr], pl.Expr]


def where_matching(cell: pl.Expr, pattern: str, change: Change) -> pl.Expr:
    """`change` for the cells that match `pattern`; most columns have none and pass at once."""

    def run(column: pl.Series) -> pl.Series:
        matches = column.str.contains(pattern).fill_null(value=False)
        if not matches.any():
            return column
        changed = column.filter(matches).alias("cell").to_frame().select(change(pl.col("cell"))).to_series()
        place = matches.cum_sum().cast(pl.Int64) - 1
        spread = changed.gather(place.clip(0))
        return pl.select(pl.when(matches).then(spread).otherwise(column)).to_series()

    return cell.map_batches(run, return_dtype=pl.String)


def per_distinct(cell: pl.Expr, change: Change) -> pl.Expr:
    """`change` once per distinct value; for columns with few values, such as stock words and weights."""

    def run(column: pl.Series) -> pl.Series:
        distinct = pl.DataFrame({"cell": column.unique()}).with_columns(changed=change(pl.col("cell")))
        frame = pl.DataFrame({"cell": column})
        return frame.join(distinct, on="cell", how="left", maintain_order="left", nulls_equal=True)["changed"]

    return cell.map_batches(run, return_dtype=pl.String)
