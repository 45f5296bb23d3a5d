"""The profile of a file: what the brake learns from and compares; counted per chunk, added up, a few kilobytes."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

# Prices are counted in bins, each 5 % wider than the one below: quantiles come out 2.5 % true, whatever the file.
BIN = math.log(1.05)
QUANTILES = (5, 25, 50, 75, 95)
NO_FIELDS = {"row", "key", "raw"}

Counts = dict[str, Any]


def counts_of(valid: pl.DataFrame, *, rows: int, held: int) -> Counts:
    """What a chunk adds to the profile: plain numbers that can be added up."""
    fields = [name for name in valid.columns if name not in NO_FIELDS]
    filled = valid.select(pl.col(name).is_not_null().sum() for name in fields).row(0, named=True) if fields else {}
    stock = _numbers(valid, "stock")
    return {
        "rows": rows,
        "held": held,
        "valid": valid.height,
        "filled": filled,
        "prices": _bins(_numbers(valid, "price")),
        "stocks": stock.len(),
        "stock_zero": int((stock <= 0).sum()),
    }


def added(counts: Iterable[Counts]) -> Counts:
    """The sum of the counts of chunks."""
    total: Counts = {
        "rows": 0,
        "held": 0,
        "valid": 0,
        "filled": {},
        "prices": {},
        "stocks": 0,
        "stock_zero": 0,
    }
    for chunk in counts:
        for name, value in chunk.items():
            if isinstance(value, dict):
                for key, number in value.items():
                    total[name][key] = total[name].get(key, 0) + number
            else:
                total[name] += value
    return total


def profile_of(total: Counts, *, repeated: int) -> dict[str, Any]:
    """The profile as a run keeps it: rows and distinct keys as numbers, the rest as shares (0 to 1) and quantiles."""
    valid = total["valid"]
    return {
        "rows": total["rows"],
        "keys": valid - repeated,
        "held": _share(total["held"], total["rows"]),
        "blanks": {name: round(1 - _share(number, valid), 4) for name, number in sorted(total["filled"].items())},
        "gtin": _share(total["filled"].get("gtin", 0), valid) if "gtin" in total["filled"] else None,
        "stock_zero": _share(total["stock_zero"], total["stocks"]) if total["stocks"] else None,
        "price": quantiles(total["prices"]),
    }


def quantiles(bins: Mapping[Any, int]) -> dict[str, float]:
    """`p5` to `p95` of binned prices; empty without prices."""
    ordered = sorted((int(bin_), number) for bin_, number in bins.items())
    total = sum(number for _, number in ordered)
    found: dict[str, float] = {}
    seen, wanted = 0, list(QUANTILES)
    for bin_, number in ordered:
        seen += number
        while wanted and seen * 100 >= wanted[0] * total:
            found[f"p{wanted.pop(0)}"] = round(math.exp((bin_ + 0.5) * BIN), 4)
    return found


def _numbers(valid: pl.DataFrame, name: str) -> pl.Series:
    if name not in valid.columns:
        return pl.Series(name, [], pl.Float64)
    return valid[name].cast(pl.Float64, strict=False).drop_nulls()


def _bins(prices: pl.Series) -> dict[str, int]:
    positive = prices.filter(prices > 0)
    bins = (positive.log() / BIN).floor().cast(pl.Int32).value_counts()
    return {str(bin_): number for bin_, number in bins.iter_rows()}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
