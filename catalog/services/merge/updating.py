"""Rows that meet products of the catalogue: changed offers, and new offers of known products."""

from dataclasses import dataclass
from uuid import UUID

import polars as pl

from catalog.acts import Batch
from catalog.bulk import copy_out
from catalog.fields import FIELD_NAMES, SAID_NAMES
from catalog.ids import new_ids
from catalog.merging import accepted, base, changed_fields, decide, new, theirs, winners
from catalog.services.merge import named, offers, products, returning, statuses
from catalog.services.merge.named import Named
from catalog.services.merge.rows import Rows
from catalog.services.sources import precedence_of

_TAKEN = """
SELECT id, gtin FROM catalog_product WHERE tenant_id = %(tenant_id)s AND gtin = ANY(string_to_array(%(gtins)s, ','))
"""


@dataclass(frozen=True)
class Outcome:
    """`offers`: the rows as offers, with `is_new` and `differs`; `golden`: the decided products; `named`: see there.

    `before`: the offers of the products as they were (`offer_id`, `product_id`, `supplier_id`).
    """

    offers: pl.DataFrame
    golden: pl.DataFrame
    before: pl.DataFrame
    named: Named

    @property
    def updated_rows(self) -> int:
        """Known offers that say something else than before."""
        return self.offers.filter(~pl.col("is_new") & pl.col("differs")).height

    @property
    def changed_fields(self) -> dict[str, int]:
        """Products whose golden value changes, by field."""
        counts = changed_fields(self.golden, SAID_NAMES)
        return counts | dict(self.named.changes.group_by("key").len().iter_rows())


def decide_updates(rows: pl.DataFrame, batch: Batch, *, shape: Rows, making: pl.DataFrame) -> Outcome:
    """What the rows (`offer_id` null: a new offer; `product_id`) make of offers and products; writes nothing.

    The products are locked before their offers are read. `making`: the rows of the batch that make new products.
    """
    golden = products.golden(rows["product_id"], tenant_id=batch.tenant_id)
    before = offers.of_products(rows["product_id"], tenant_id=batch.tenant_id)
    order = precedence_of(batch.tenant_id)
    kept = returning.with_kept_stock(before, rows["offer_id"], tenant_id=batch.tenant_id)
    said = _said(rows, kept, golden, batch=batch, shape=shape)
    after = _after(before, said)
    decided = _decided(golden, before=order.ranked(before), after=order.ranked(after))
    added = said.filter("is_new").group_by("product_id").len("added_offers")
    decided = decided.join(added, on="product_id", how="left").with_columns(pl.col("added_offers").fill_null(0))
    free = only_free_gtins(decided, making, tenant_id=batch.tenant_id)
    values = named.of_known_products(rows, said, golden, batch=batch, shape=shape, order=order)
    words = statuses.words(before, after, came_back=said.filter("was_missing")["offer_id"], order=order)
    back = returning.statuses(golden, said.filter("was_missing")["product_id"], tenant_id=batch.tenant_id)
    return Outcome(
        offers=_with_extras(said, before, values),
        golden=statuses.decide(free, words, back, default_status=batch.policy.default_status),
        before=before.select("offer_id", "product_id", "supplier_id"),
        named=values,
    )


def apply(outcome: Outcome, batch: Batch) -> pl.DataFrame:
    """Write the outcome; returns the entries for the change log."""
    offers.update(outcome.offers.filter(~pl.col("is_new")), batch)
    fresh = outcome.offers.filter("is_new")
    if fresh.height:
        offers.create(fresh, batch)
    entries = products.update(outcome.golden, tenant_id=batch.tenant_id)
    return named.write(outcome.named, entries, tenant_id=batch.tenant_id)


def _said(rows: pl.DataFrame, before: pl.DataFrame, golden: pl.DataFrame, *, batch: Batch, shape: Rows) -> pl.DataFrame:
    """The rows as offers: every field, with what the feed does not map kept as it was."""
    kept = (*SAID_NAMES, "supplier_sku", "first_seen_at", "missing")
    was = before.select("offer_id", *(pl.col(name).alias(f"{name}:was") for name in kept))
    current = golden.select("product_id", *(pl.col(name).alias(f"{name}:golden") for name in SAID_NAMES))
    joined = rows.with_columns(is_new=pl.col("offer_id").is_null())
    joined = joined.join(was, on="offer_id", how="left", maintain_order="left")
    joined = joined.join(current, on="product_id", how="left", maintain_order="left")
    said = accepted(joined, present=shape.said, modes=batch.policy.modes, fields=SAID_NAMES)
    sku = "supplier_sku" if "supplier_sku" in rows.columns else "supplier_sku:was"
    moved = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}:was")) for name in SAID_NAMES)
    was_missing = pl.col("missing:was").fill_null(False)
    ids = pl.when("is_new").then(new_ids(said.height)).otherwise("offer_id")
    return said.select(
        "row",
        "key",
        "product_id",
        "row_hash",
        "is_new",
        *SAID_NAMES,
        pl.col(sku).alias("supplier_sku"),
        pl.col("raw") if "raw" in rows.columns else pl.lit(None, pl.String).alias("raw"),
        offer_id=ids,
        first_seen_at=pl.coalesce("first_seen_at:was", offers.first_seen(batch)),
        supplier_id=pl.lit(str(batch.supplier_id)),
        missing=pl.lit(False),
        was_missing=was_missing,
        differs=moved | was_missing | pl.col(sku).ne_missing(pl.col("supplier_sku:was")),
    )


def _with_extras(said: pl.DataFrame, before: pl.DataFrame, values: Named) -> pl.DataFrame:
    """The offers with what they say in named values, and whether that differs too."""
    was = before.select("offer_id", pl.col("extra").alias("extra:was"))
    rows = said.join(values.extras, on="offer_id", how="left", maintain_order="left")
    rows = rows.join(was, on="offer_id", how="left", maintain_order="left")
    moved = pl.col("offer_id").is_in(values.moved.implode())
    extra = pl.when(moved).then("extra").otherwise("extra:was")
    return rows.with_columns(extra.alias("extra"), differs=pl.col("differs") | moved).drop("extra:was")


def _after(before: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """All offers of the products as they will be: the others, and the rows."""
    columns = ("product_id", "offer_id", "supplier_id", "first_seen_at", "missing", *SAID_NAMES)
    known = before.join(said, on="offer_id", how="anti").select(columns)
    return pl.concat([known, said.select(columns)])


def _decided(golden: pl.DataFrame, *, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    sources = winners(before, FIELD_NAMES).rename({name: base(name) for name in FIELD_NAMES})
    wanted = winners(after, FIELD_NAMES).rename({name: theirs(name) for name in FIELD_NAMES})
    frame = golden.join(sources, on="product_id", how="left", maintain_order="left")
    return decide(frame.join(wanted, on="product_id", how="left", maintain_order="left"), FIELD_NAMES)


def only_free_gtins(decided: pl.DataFrame, making: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """A GTIN that another product has, or gets in this batch, is not taken: the product keeps its own."""
    moving = decided.filter(pl.col("gtin").ne_missing(pl.col(new("gtin"))) & pl.col(new("gtin")).is_not_null())
    if moving.is_empty():
        return decided
    wanted = ",".join(moving[new("gtin")].unique().to_list())
    taken = copy_out(_TAKEN, {"tenant_id": tenant_id, "gtins": wanted}, columns=("owner", "gtin"))
    gtins = taken["gtin"]
    if "gtin" in making.columns:
        gtins = pl.concat([gtins, making["gtin"].drop_nulls()])
    twice = moving.filter(~pl.col(new("gtin")).is_first_distinct())["product_id"]
    lost = moving.filter(pl.col(new("gtin")).is_in(gtins.implode()) | pl.col("product_id").is_in(twice.implode()))
    keeps = pl.col("product_id").is_in(lost["product_id"].implode())
    return decided.with_columns(pl.when(keeps).then("gtin").otherwise(new("gtin")).alias(new("gtin")))
