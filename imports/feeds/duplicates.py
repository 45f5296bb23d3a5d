"""Rows of one file that carry the same key, resolved over the whole file: 16 bytes of hash per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from imports.feeds.repeats import Repeats, suspects_among

# What the catalogue replaces in the key of an offer.
UNSTORED = r"[\x00\x1f]"


class Rule(StrEnum):
    """Which of several rows with one key counts."""

    LAST = "last"
    FIRST = "first"
    HOLD = "hold"


@dataclass(frozen=True)
class Losers:
    """Rows that give way: frame `chunk`, `row`, `winner` (row number of the one that counts; with HOLD the first).

    `repeats` are the rows that break a rule of the source by repeating a value.
    """

    frame: pl.DataFrame
    rule: Rule
    repeats: Repeats | None = None

    def of_chunk(self, number: int) -> pl.DataFrame:
        """Losers of one chunk: frame `row`, `winner`."""
        return self.frame.filter(pl.col("chunk") == number).select("row", "winner")

    @property
    def count(self) -> int:
        """How many rows give way."""
        return self.frame.height


def keys_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Fingerprints of a chunk's keys: frame `row`, `h1`, `h2`; two seeds, because one 64-bit hash may collide."""
    return frame.select("row", *hashes_of(pl.col("key")))


def hashes_of(key: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """`h1` and `h2` of keys; of a row's key the same as of the key its offer has in the catalogue."""
    stored = key.str.replace_all(UNSTORED, " ")
    return stored.hash(seed=1).alias("h1"), stored.hash(seed=2).alias("h2")


def losers_among(keys: Iterable[tuple[int, pl.DataFrame]], *, rule: Rule) -> Losers:
    """The rows that give way, from `keys_of` frames with their chunk numbers."""
    frames = [frame.with_columns(pl.lit(number, pl.UInt32).alias("chunk")) for number, frame in keys]
    if not frames:
        return Losers(pl.DataFrame(schema={"chunk": pl.UInt32, "row": pl.UInt32, "winner": pl.UInt32}), rule)
    doubled = suspects_among(frames).filter(pl.struct("h1", "h2").is_duplicated())
    winner = pl.col("row").max() if rule is Rule.LAST else pl.col("row").min()
    ranked = doubled.with_columns(winner.over("h1", "h2").alias("winner"))
    lost = ranked if rule is Rule.HOLD else ranked.filter(pl.col("row") != pl.col("winner"))
    return Losers(lost.select("chunk", "row", "winner"), rule)
