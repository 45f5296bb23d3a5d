"""Which offer comes before which, for each field: pure rules over frames, without a database.

The suppliers' priority decides, unless the tenant gave the field an order of its own: the suppliers named there come
first, the others follow by their priority. A currency follows the order of the price it belongs to. The stock and the
status of an offer that its feed no longer names count only when no other supplier gives one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

# The place of a supplier that is not known, or that the order of a field does not name.
LAST = 32_767
_MISSING = 100_000
_BELONGS_TO = {"currency": "price"}
_LATE_WHEN_MISSING = ("stock", "status")


def place(name: str) -> str:
    """The column with the offer's place for a field that does not simply follow the suppliers' priority."""
    return f"{_BELONGS_TO.get(name, name)}:place"


def age_order(name: str, columns: list[str]) -> list[str]:
    """The columns that put the offers of a product in order for the field."""
    own = [place(name)] if place(name) in columns else []
    return [*own, "priority", "first_seen_at", "offer_id"]


@dataclass(frozen=True)
class Precedence:
    """`priorities` of the suppliers, lowest first; `fields`: the places of suppliers in a field's own order."""

    priorities: Mapping[str, int]
    fields: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def with_order(self, field: str, places: Mapping[str, int]) -> "Precedence":
        """The same with another order of one field; without places it follows the suppliers' priority."""
        others = {name: own for name, own in self.fields.items() if name != field}
        return Precedence(self.priorities, {**others, field: places} if places else others)

    def ranked(self, offers: pl.DataFrame) -> pl.DataFrame:
        """The offers with `priority`, and a place for each field that has an order of its own."""
        places = {name: self._own(name) for name in self.fields if name in offers.columns}
        if "missing" in offers.columns and bool(offers["missing"].any()):
            for name in _LATE_WHEN_MISSING:
                base = places.get(name, pl.lit(0, pl.Int32))
                places[name] = base + pl.when("missing").then(_MISSING).otherwise(0)
        return offers.with_columns(
            self._priority(), *(column.cast(pl.Int32).alias(place(name)) for name, column in places.items())
        )

    def ranked_values(self, long: pl.DataFrame) -> pl.DataFrame:
        """One row per offer and `key`, with `priority` and `place`."""
        own = pl.lit(0, pl.Int32)
        for name in self.fields:
            own = pl.when(pl.col("key") == name).then(self._own(name)).otherwise(own)
        return long.with_columns(self._priority(), own.alias("place"))

    def key(self, name: str, supplier_id: str, *, missing: bool = False) -> tuple[int, int]:
        """The same order for single offers: the lower key comes first."""
        own = self.fields.get(_BELONGS_TO.get(name, name), {})
        late = _MISSING if missing and name in _LATE_WHEN_MISSING else 0
        return own.get(supplier_id, LAST if own else 0) + late, self.priorities.get(supplier_id, LAST)

    def _priority(self) -> pl.Expr:
        return _looked_up(self.priorities).alias("priority")

    def _own(self, name: str) -> pl.Expr:
        return _looked_up(self.fields[name])


def _looked_up(places: Mapping[str, int]) -> pl.Expr:
    if not places:
        return pl.lit(LAST, pl.Int32)
    return pl.col("supplier_id").replace_strict(dict(places), default=LAST, return_dtype=pl.Int32)
