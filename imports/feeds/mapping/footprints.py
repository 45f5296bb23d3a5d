"""What the values of a mapped column look like, in a few numbers: by them a renamed column is found again."""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.profiles import Profile, profile
from imports.feeds.numbers import parse_numbers

ROWS = 200
_SKETCH = 48
_ENOUGH_ROWS = 8
_EVEN = 1.0
_MEASURED = ("valid_codes", "stock_words", "booleans", "product_kinds", "currencies")
# Words for what most values of a column are; the first that fits names it.
KINDS: dict[str, Any] = {
    "ean": _("EAN codes"),
    "image": _("addresses of images"),
    "url": _("web addresses"),
    "date": _("dates"),
    "currency": _("currencies"),
    "html": _("texts with HTML"),
    "weight": _("weights"),
    "stock": _("stock words"),
    "price": _("prices"),
    "integer": _("whole numbers"),
    "number": _("numbers"),
    "path": _("paths such as “A > B”"),
    "long": _("long texts"),
    "text": _("texts of several words"),
    "code": _("short codes or words"),
}
_TELLING = 0.5
_LONG_TEXT = 120


@dataclass(frozen=True)
class Footprint:
    """Shares of shapes from 0 to 1, the middle range of the numbers, and a sketch of the values themselves."""

    rows: int
    filled: float
    distinct: float
    length: float
    shares: dict[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    sketch: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The remembered form."""
        return asdict(self) | {"sketch": list(self.sketch)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Footprint":
        """Read the remembered form."""
        return cls(**{**data, "sketch": tuple(data["sketch"])})

    @property
    def kind(self) -> tuple[str, float]:
        """What most values are (a key of KINDS), and the share of those that are."""
        shares = self.shares
        candidates = (
            ("ean", shares.get("valid_codes", 0.0)),
            ("image", min(shares.get("image", 0.0), shares.get("url", 0.0))),
            *((name, shares.get(name, 0.0)) for name in ("url", "date")),
            ("currency", shares.get("currencies", 0.0)),
            *((name, shares.get(name, 0.0)) for name in ("html", "weight")),
            ("stock", shares.get("stock_words", 0.0)),
            ("price", min(shares.get("number", 0.0), max(shares.get("decimals", 0.0), shares.get("money", 0.0)))),
            *((name, shares.get(name, 0.0)) for name in ("integer", "number", "path")),
        )
        found = next((entry for entry in candidates if entry[1] > _TELLING), None)
        if found:
            return found
        words = shares.get("spaces", 0.0)
        if words > _TELLING:
            return ("long" if self.length > _LONG_TEXT else "text"), words
        return "code", 1.0 - words


@dataclass(frozen=True)
class Likeness:
    """How much two columns are alike, from 0 to 1, and what of it can be told."""

    score: float
    kind: str
    share: float
    same_range: bool
    overlap: float

    def to_json(self) -> dict[str, Any]:
        """What the sentence needs (see `drift.reason_of`)."""
        return {
            "kind": self.kind,
            "share": round(self.share * 100),
            "same_range": self.same_range,
            "overlap": round(self.overlap * 100),
        }


def footprints(sample: pl.DataFrame, columns: Iterable[str]) -> dict[str, Footprint]:
    """The footprints of these columns of a file's first rows."""
    return {name: footprint(sample[name]) for name in dict.fromkeys(columns) if name in sample.columns}


def footprint(column: pl.Series) -> Footprint:
    """Measure the first rows of one column: of old and new file the same number, else their values could not agree."""
    rows = column.head(ROWS)
    seen = profile(rows)
    cells = rows.cast(pl.String).str.strip_chars()
    filled = cells.filter((cells != "").fill_null(value=False))
    low, high = _range(filled) if seen.share("number") > _TELLING else (None, None)
    return Footprint(
        rows=seen.rows,
        filled=round(seen.filled, 3),
        distinct=round(seen.distinct, 3),
        length=round(seen.mean_length, 1),
        shares=_shares(seen),
        low=low,
        high=high,
        sketch=_sketch(filled.unique().to_list()),
    )


def likeness(old: Footprint, new: Footprint) -> Likeness:
    """Compare two columns: shapes first, then range, length and variety; the same values outweigh everything."""
    shapes = _likeness_of_shapes(old.shares, new.shares)
    spread = _likeness_of_ranges(old, new)
    length = _ratio(old.length, new.length)
    variety = 1 - abs(old.distinct - new.distinct)
    detail = (2 * (length if spread is None else spread) + variety + 1 - abs(old.filled - new.filled)) / 4
    overlap = _overlap(old.sketch, new.sketch)
    enough = min(1.0, 0.5 + 0.5 * min(old.rows, new.rows) / _ENOUGH_ROWS)
    base = shapes * (0.45 + 0.5 * detail) * enough
    kind, share = new.kind
    return Likeness(
        score=round(1 - (1 - base) * (1 - overlap * enough), 3),
        kind=kind,
        share=share,
        same_range=spread is not None and spread > _TELLING,
        overlap=overlap,
    )


def _shares(seen: Profile) -> dict[str, float]:
    measured = {name: getattr(seen, name) for name in _MEASURED}
    return {name: round(share, 3) for name, share in {**seen.shares, **measured}.items() if share > 0.005}


def _range(filled: pl.Series) -> tuple[float | None, float | None]:
    """The middle eight tenths: one odd price must not stretch it."""
    numbers = parse_numbers(filled).cast(pl.Float64, strict=False).drop_nulls()
    if not numbers.len():
        return None, None
    low, high = numbers.quantile(0.1), numbers.quantile(0.9)
    return (None, None) if low is None or high is None else (round(low, 4), round(high, 4))


def _sketch(values: list[str]) -> tuple[int, ...]:
    """The smallest hashes of the values: two sketches tell how many values two columns share, and no value itself."""
    hashes = {int.from_bytes(hashlib.blake2b(value.encode(), digest_size=4).digest()) for value in values}
    return tuple(sorted(hashes)[:_SKETCH])


def _overlap(old: tuple[int, ...], new: tuple[int, ...]) -> float:
    if len(old) < 3 or len(new) < 3:
        return 0.0  # "EUR" everywhere says nothing
    smallest = sorted({*old, *new})[: min(len(old), len(new), _SKETCH)]
    both = set(old) & set(new)
    return sum(value in both for value in smallest) / len(smallest)


def _likeness_of_shapes(old: dict[str, float], new: dict[str, float]) -> float:
    squares = sum((old.get(name, 0.0) - new.get(name, 0.0)) ** 2 for name in {*old, *new})
    return max(0.0, _EVEN - math.sqrt(squares))


def _likeness_of_ranges(old: Footprint, new: Footprint) -> float | None:
    """How much of the two ranges together both cover, on a scale of magnitudes; None unless both are numbers."""
    if old.low is None or old.high is None or new.low is None or new.high is None:
        return None
    first, last = _magnitude(max(old.low, new.low)), _magnitude(min(old.high, new.high))
    start, end = _magnitude(min(old.low, new.low)), _magnitude(max(old.high, new.high))
    return _EVEN if end - start < 0.05 else max(0.0, (last - first) / (end - start))


def _magnitude(number: float) -> float:
    return math.copysign(math.log1p(abs(number)), number)


def _ratio(first: float, second: float) -> float:
    return min(first, second) / max(first, second) if max(first, second) else _EVEN
