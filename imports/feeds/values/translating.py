"""Suppliers' words to our values, as a column expression: each distinct word is folded and looked up once."""

from collections.abc import Mapping

import polars as pl

from suppliers.folding import value_key


def translated(cell: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """Each cell by its folded word, one without a meaning as it is; a word that means nothing here becomes empty."""

    def run(column: pl.Series) -> pl.Series:
        distinct = column.unique().drop_nulls()
        meant = {text: words[key] or None for text in distinct.to_list() if (key := value_key(text)) in words}
        return column.replace(list(meant), pl.Series(list(meant.values()), dtype=pl.String)) if meant else column

    return cell.map_batches(run, return_dtype=pl.String)
