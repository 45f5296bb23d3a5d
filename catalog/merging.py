"""Which value a product gets: pure rules over frames of canonical text, without a database.

Candidates are offers, ranked (`precedence`): one row each, with `product_id`, `offer_id`, `priority`, `first_seen_at`,
a column per field, and `field:place` where a field has an order of its own.
A golden frame has one row a product: the current values under the names of the fields, `locks` (one field a line) and
`provenance` (JSON). `title:base`, `title:theirs` and `title:new` stand for the winning source value before, the
winning source value after, and the decision.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from catalog.acts import Mode
from catalog.precedence import age_order, place

PEOPLE = ("manual", "rule")
# A currency belongs to its price: it never comes from another offer than the price does.
_WITHOUT_CURRENCY = "-"


def base(name: str) -> str:
    """The column of the winning source value before the act."""
    return f"{name}:base"


def theirs(name: str) -> str:
    """The column of the winning source value after the act."""
    return f"{name}:theirs"


def new(name: str) -> str:
    """The column of the decision."""
    return f"{name}:new"


def winners(candidates: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """One row a product: per field the first value that is not blank, in the field's order (see `precedence`)."""
    alone = candidates.filter(pl.col("product_id").is_unique()).select("product_id", *fields)
    rivals = candidates.filter(pl.col("product_id").is_duplicated())
    if rivals.is_empty():
        return alone
    priced = "price" in fields and "currency" in fields
    if priced:
        bound = pl.when(pl.col("price").is_not_null()).then(pl.col("currency").fill_null(_WITHOUT_CURRENCY))
        by_price = pl.col("price").is_not_null().any().over("product_id")
        rivals = rivals.with_columns(pl.when(by_price).then(bound).otherwise(pl.col("currency")).alias("currency"))
    first = [_first(name, rivals.columns) for name in fields]
    ordered = rivals.sort("product_id", *age_order("", rivals.columns))
    best = ordered.group_by("product_id", maintain_order=True).agg(first)
    if priced:
        best = best.with_columns(pl.col("currency").replace(_WITHOUT_CURRENCY, None))
    return pl.concat([alone, best.select("product_id", *fields)])


def _first(name: str, columns: list[str]) -> pl.Expr:
    """The field's first value; the group is sorted by priority already."""
    value = pl.col(name)
    if place(name) in columns:
        value = value.sort_by(age_order(name, columns))
    return value.drop_nulls().first()


@dataclass(frozen=True)
class Guards:
    """Expressions over a golden frame: who holds a field against the sources."""

    locks: bool
    marks: bool

    @classmethod
    def of(cls, golden: pl.DataFrame) -> "Guards":
        """Look once whether any product has locks or marks: most frames have none."""
        return cls(
            locks=bool(golden["locks"].is_not_null().any()),
            marks=bool((golden["provenance"] != "{}").any()),
        )

    def locked(self, name: str) -> pl.Expr:
        """The field is locked: nothing but a person changes it."""
        if not self.locks:
            return pl.lit(False)
        return pl.col("locks").str.split("\n").list.contains(name).fill_null(False)

    def marked(self, name: str) -> pl.Expr:
        """The value was set by a person or a rule: a source changes it only while nobody has changed it."""
        if not self.marks:
            return pl.lit(False)
        kind = pl.col("provenance").str.json_path_match(f"$['{name}'].kind")
        return kind.is_in(PEOPLE).fill_null(False)


def decision(ours: pl.Expr, before: pl.Expr, after: pl.Expr, *, locked: pl.Expr, marked: pl.Expr) -> pl.Expr:
    """The new value: locked stays; an edited value that differs from the last source value stays; else the source's.

    A source that gives nothing leaves what is there.
    """
    stays = locked | (marked & ours.ne_missing(before))
    return pl.when(stays).then(ours).otherwise(pl.coalesce(after, ours))


def reconsidered(ours: pl.Expr, after: pl.Expr, *, locked: pl.Expr, marked: pl.Expr) -> pl.Expr:
    """The new value when not a source but the order of the sources changed: what people set stays in any case."""
    return pl.when(locked | marked).then(ours).otherwise(pl.coalesce(after, ours))


def decide(frame: pl.DataFrame, fields: Iterable[str]) -> pl.DataFrame:
    """Add `field:new` for each field to a golden frame that has `field`, `field:base` and `field:theirs`."""
    guards = Guards.of(frame)
    return frame.with_columns(
        decision(
            pl.col(name),
            pl.col(base(name)),
            pl.col(theirs(name)),
            locked=guards.locked(name),
            marked=guards.marked(name),
        ).alias(new(name))
        for name in fields
    )


def accepted(
    rows: pl.DataFrame, *, present: Sequence[str], modes: Mapping[str, Mode], fields: Sequence[str]
) -> pl.DataFrame:
    """What an offer of an existing product says after the row: the incoming value where the mode allows it.

    `rows` has `field` (incoming, for the `present` fields), `field:was` (the offer's value before, null for a new
    offer) and `field:golden` (the product's value). A field that is not mapped keeps what the offer said before.
    """
    return rows.with_columns(
        _accepted(name, mapped=name in present, mode=modes.get(name, "always")).alias(name) for name in fields
    )


def _accepted(name: str, *, mapped: bool, mode: Mode) -> pl.Expr:
    before = pl.col(f"{name}:was")
    if not mapped or mode in ("only_new", "never"):
        return before
    if mode == "only_if_empty":
        return pl.when(pl.col(f"{name}:golden").is_null()).then(pl.col(name)).otherwise(before)
    return pl.col(name)


def changed(name: str) -> pl.Expr:
    """Whether the decision differs from the current value."""
    return pl.col(name).ne_missing(pl.col(new(name)))


def changed_fields(frame: pl.DataFrame, fields: Iterable[str]) -> dict[str, int]:
    """How many products change, per field; fields that do not change are left out."""
    names = list(fields)
    if frame.is_empty():
        return {}
    counts = frame.select(changed(name).sum().alias(name) for name in names).row(0, named=True)
    return {name: int(count) for name, count in counts.items() if count}
