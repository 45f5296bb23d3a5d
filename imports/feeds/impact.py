"""Impact: what a run would change, found by the steps of the run without its last one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from catalog.selectors import compare_offers
from catalog.selectors.unknown import unknown_names
from imports.feeds.batches import Batch, refuse
from imports.feeds.merging import policy_of
from imports.feeds.plan import Plan
from imports.feeds.tally import Tally

SAMPLES = 20
PRICE_JUMP_PERCENT = 20
NEW, CHANGED, UNCHANGED, REFUSED, SKIPPED = "new", "changed", "unchanged", "refused", "skipped"

Sample = dict[str, Any]


@dataclass
class Alert:
    """Changes that somebody should look at: how many, and the first of them."""

    count: int = 0
    samples: list[Sample] = field(default_factory=list)

    def add(self, found: pl.DataFrame) -> None:
        """Count the rows of the frame; its columns are the sample."""
        self.count += found.height
        self.samples += found.head(SAMPLES - len(self.samples)).to_dicts()


@dataclass
class Impact:
    """What a run would do; rows are counted exactly as the run will count them, products are close estimates."""

    tally: Tally = field(default_factory=Tally)
    held: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    new_rows: Alert = field(default_factory=Alert)
    price_jumps: Alert = field(default_factory=Alert)
    stock_to_zero: Alert = field(default_factory=Alert)
    below_cost: Alert = field(default_factory=Alert)
    names: dict[str, set[str]] = field(default_factory=lambda: {"brand": set(), "category": set()})
    unknown: dict[str, list[str]] = field(default_factory=dict)
    refusal: str = ""
    missing: dict[str, Any] = field(default_factory=dict)
    # Hashes of the GTINs of products that earlier batches would make.
    made: pl.Series = field(default_factory=lambda: pl.Series("made", [], pl.UInt64))

    def to_json(self) -> dict[str, Any]:
        """The impact as the dry run keeps it."""
        return {
            "rows": self.tally.rows,
            "products_created": self.tally.products_created,
            "products_updated": self.tally.products_updated,
            "changed_fields": self.tally.changed_fields,
            "samples": self.samples,
            "new_rows": asdict(self.new_rows),
            "held": dict(sorted(self.held.items(), key=lambda item: -item[1])),
            "issues": self.tally.issues,
            "price_jumps": {"percent": PRICE_JUMP_PERCENT, **asdict(self.price_jumps)},
            "stock_to_zero": asdict(self.stock_to_zero),
            "below_cost": asdict(self.below_cost),
            "new_brands": self.unknown.get("brand", []),
            "new_categories": self.unknown.get("category", []),
            "refusal": self.refusal,
            "missing": self.missing,
        }


def foresee(batch: Batch, plan: Plan, impact: Impact) -> None:
    """Add what the batch would change; asks the catalogue, writes nothing."""
    policy = policy_of(plan)
    compared = compare_offers(batch.frame, tenant_id=plan.tenant_id, supplier_id=plan.supplier_id, policy=policy)
    judged = _judged(batch.frame, compared, existing=policy.existing, made=impact.made)
    states = dict(judged.group_by("state").len().rows())
    refused = judged.filter(pl.col("state") == REFUSED).select("row", "code").rows()
    merged = refuse(batch, refused)
    impact.tally.add_rows(
        read=batch.read,
        created=states.get(NEW, 0),
        updated=states.get(CHANGED, 0),
        unchanged=states.get(UNCHANGED, 0),
        held=merged.held,
        skipped=batch.skipped + states.get(SKIPPED, 0),
    )
    impact.tally.add_issues(merged.findings.counts)
    for cause, count in merged.findings.held.group_by("cause").len().rows():
        impact.held[cause] = impact.held.get(cause, 0) + count
    _add_products(judged, impact)
    _add_changes(judged.filter(pl.col("state").is_in([NEW, CHANGED])), impact)


def name_the_unknown(impact: Impact, plan: Plan) -> None:
    """Find the brands and categories that the run would create."""
    for kind, names in impact.names.items():
        impact.unknown[kind] = unknown_names(kind, names, tenant_id=plan.tenant_id)


def _judged(frame: pl.DataFrame, compared: pl.DataFrame, *, existing: str, made: pl.Series) -> pl.DataFrame:
    """The rows with the `state` the merge would give them, and the `code` of a refusal."""
    given = [name for name in ("gtin", "title", "brand", "category", "price", "cost") if name in frame.columns]
    lacking = [name for name in ("gtin", "title", "brand", "category") if name not in frame.columns]
    rows = frame.select(pl.col("row").cast(pl.Int64), "key", *given).with_columns(
        pl.lit(None, pl.String).alias(name) for name in lacking
    )
    found = rows.join(compared.drop("key"), on="row", how="left", maintain_order="left")
    own = pl.when(pl.col("gtin").is_null()).then(pl.col("row").cast(pl.UInt64)).otherwise(pl.col("gtin").hash(seed=1))
    makes = pl.when((pl.col("state") == NEW) & pl.col("product_id").is_null()).then(own)
    has_title = pl.col("title").is_not_null()
    placed = found.with_columns(makes.alias("makes"))
    titled = has_title.any().over("makes") | pl.col("makes").is_in(made.implode())
    known = pl.col("product_match") == "offer"
    code = (
        pl.when(pl.col("state").is_null())
        .then(pl.lit("value_does_not_fit"))
        .when(pl.col("makes").is_not_null() & ~titled)
        .then(pl.lit("title_missing"))
        .when(pl.lit(existing == "error") & (known.fill_null(False) | (pl.col("state") == UNCHANGED)))
        .then(pl.lit("offer_exists"))
    )
    coded = placed.with_columns(code.alias("code"))
    ignored = pl.lit(existing == "ignore") & (pl.col("state") != UNCHANGED) & known.fill_null(False)
    state = pl.when(pl.col("code").is_not_null()).then(pl.lit(REFUSED)).when(ignored).then(pl.lit(SKIPPED))
    return coded.with_columns(state.otherwise(pl.col("state")).alias("state"))


def _add_products(judged: pl.DataFrame, impact: Impact) -> None:
    makes = judged.filter(pl.col("state") == NEW)["makes"].drop_nulls().unique()
    fresh = makes.filter(~makes.is_in(impact.made.implode()))
    impact.tally.products_created += fresh.len()
    impact.made = pl.concat([impact.made, fresh.alias("made")])
    if "changed_fields" not in judged.columns:
        return
    moved = judged.filter(pl.col("state").is_in([NEW, CHANGED]) & (pl.col("changed_fields").list.len() > 0))
    products = moved.unique("product_id")
    impact.tally.products_updated += products.height
    counts = products.select(pl.col("changed_fields").explode()).to_series().value_counts()
    impact.tally.add_changes({name: int(count) for name, count in counts.rows() if name})


def _add_changes(touched: pl.DataFrame, impact: Impact) -> None:
    shown = [name for name in ("row", "key", "title") if name in touched.columns]
    impact.new_rows.add(touched.filter(pl.col("state") == NEW).select(shown))
    for column in [name for name in touched.columns if name.startswith("new:")]:
        name = column.removeprefix("new:")
        pair = touched.select(*shown, old=pl.col(f"old:{name}"), new=pl.col(column))
        moved = pair.filter(pl.col("old").ne_missing(pl.col("new")))
        kept = impact.samples.setdefault(name, [])
        kept += moved.head(SAMPLES - len(kept)).to_dicts()
        _alarm(name, moved, impact)
    _add_below_cost(touched, shown, impact)
    for name, names in impact.names.items():
        names.update(touched[name].drop_nulls().unique().to_list())


def _alarm(name: str, moved: pl.DataFrame, impact: Impact) -> None:
    old, new = (pl.col(side).cast(pl.Float64, strict=False) for side in ("old", "new"))
    if name == "price":
        impact.price_jumps.add(moved.filter((old > 0) & ((new - old).abs() * 100 > PRICE_JUMP_PERCENT * old)))
    if name == "stock":
        impact.stock_to_zero.add(moved.filter((old > 0) & (new == 0)))


def _add_below_cost(touched: pl.DataFrame, shown: Sequence[str], impact: Impact) -> None:
    if {"price", "cost"} <= set(touched.columns):
        price, cost = (pl.col(name).cast(pl.Float64, strict=False) for name in ("price", "cost"))
        impact.below_cost.add(touched.filter(price < cost).select(*shown, "price", "cost"))
