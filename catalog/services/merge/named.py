"""Values with a name of their own ("attribute:Colour", "price:USD", "stock:Paris") in a merge, in long format.

Long frames have one row per offer or product and `key`. Feeds without such columns, on products without such values,
cost nothing here.
"""

from dataclasses import dataclass
from uuid import UUID

import polars as pl

from catalog.acts import Batch, MergePolicy
from catalog.bulk import copy_out, execute, stage
from catalog.fields import is_dimensioned
from catalog.merging import PEOPLE, decision, reconsidered
from catalog.precedence import Precedence
from catalog.services import attribute_values, dimensions
from catalog.services.merge.rows import Rows
from catalog.services.sources import NAMED_ORDER, offer_extras
from catalog.services.state import DIMENSIONS

_GOLDEN = f"""
SELECT p.id, d.key, d.value #>> '{{}}' FROM catalog_product AS p CROSS JOIN LATERAL ({DIMENSIONS}) AS d
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(string_to_array(%(ids)s, ',')::uuid[])
"""
_TOUCH = """
UPDATE catalog_product AS p SET version = p.version + 1, updated_at = now()
  FROM staged_touched AS s WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""
_VALUES = {"product_id": pl.String, "key": pl.String, "old": pl.String, "new": pl.String}
_EXTRAS = {"offer_id": pl.String, "extra": pl.String}


@dataclass(frozen=True)
class Named:
    """`extras`: what each touched offer says now (`offer_id`, `extra` as JSON); `moved`: the ids of those that differ.

    `changes`: the golden values that change (`product_id`, `key`, `old`, `new`).
    """

    extras: pl.DataFrame
    changes: pl.DataFrame
    moved: pl.Series

    @classmethod
    def nothing(cls) -> "Named":
        """No such values."""
        return cls(pl.DataFrame(schema=_EXTRAS), pl.DataFrame(schema=_VALUES), pl.Series([], dtype=pl.String))


def of_new_products(placed: pl.DataFrame, *, shape: Rows, tenant_id: UUID) -> Named:
    """The named values of rows that make new products: the first row of a product counts first."""
    if not shape.dimensions:
        return Named.nothing()
    said = _incoming(placed, shape, tenant_id=tenant_id).drop_nulls("value")
    first = said.sort("row").unique(("product_id", "key"), keep="first", maintain_order=True)
    changes = first.select("product_id", "key", old=pl.lit(None, pl.String), new="value")
    return Named(_extras(said), changes, said["offer_id"].unique())


def of_known_products(
    rows: pl.DataFrame, said: pl.DataFrame, golden: pl.DataFrame, *, batch: Batch, shape: Rows, order: Precedence
) -> Named:
    """The named values of rows that meet known products (`said`: the same rows as offers)."""
    was = offer_extras(golden["product_id"], tenant_id=batch.tenant_id) if golden.height else None
    if was is None or (not shape.dimensions and was.is_empty()):
        return Named.nothing()
    ids = ",".join(golden["product_id"].to_list())
    current = copy_out(_GOLDEN, {"tenant_id": batch.tenant_id, "ids": ids}, columns=("product_id", "key", "golden"))
    placed = rows.drop("offer_id").join(said.select("row", "offer_id"), on="row")
    given = _accepted(_incoming(placed, shape, tenant_id=batch.tenant_id), was, current, policy=batch.policy)
    fresh = given.join(said.select("offer_id", "supplier_id", "first_seen_at"), on="offer_id", how="left")
    kept = was.join(given, on=("offer_id", "key"), how="anti")
    after = pl.concat([kept, fresh.select(kept.columns).drop_nulls("value")])
    touched = after.join(said, on="offer_id", how="semi")
    moved = given.filter(pl.col("value").ne_missing(pl.col("was")))["offer_id"].unique()
    return Named(_extras(touched), _changes(golden, current, _best(was, order), _best(after, order)), moved)


def of_another_order(golden: pl.DataFrame, order: Precedence, *, tenant_id: UUID, only: str = "") -> Named:
    """The named values (or the only one) that change because the suppliers stand in another order."""
    said = offer_extras(golden["product_id"], tenant_id=tenant_id)
    if only:
        said = said.filter(pl.col("key") == only)
    if said.is_empty():
        return Named.nothing()
    ids = ",".join(golden["product_id"].to_list())
    current = copy_out(_GOLDEN, {"tenant_id": tenant_id, "ids": ids}, columns=("product_id", "key", "golden"))
    rows = _best(said, order).join(golden.select("product_id", "locks", "provenance"), on="product_id")
    rows = rows.join(current, on=("product_id", "key"), how="left")
    value = reconsidered(pl.col("golden"), pl.col("value"), **_guards())
    changes = _that_change(rows.with_columns(value.alias("new")))
    return Named(pl.DataFrame(schema=_EXTRAS), changes, pl.Series([], dtype=pl.String))


def write(named: Named, entries: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """Write the golden values that change; returns the entries of the change log with them."""
    changes = named.changes
    if changes.is_empty():
        return entries
    dimensions.write(changes.select("product_id", "key", value="new"), tenant_id=tenant_id)
    told = changes.group_by("product_id").agg(_object("old"), _object("new"))
    only = told.join(entries, on="product_id", how="anti")
    if only.height:
        stage("staged_touched", only.select("product_id"), types={"product_id": "uuid"})
        execute(_TOUCH, {"tenant_id": tenant_id})
    both = entries.join(told, on="product_id", how="left", suffix=":named", maintain_order="left")
    merged = both.select("product_id", "kind", old=_joined("old"), new=_joined("new"))
    return pl.concat([merged, only.select("product_id", kind=pl.lit("updated"), old="old", new="new")])


def _joined(side: str) -> pl.Expr:
    """Two JSON objects as one; a created product has no old values."""
    mine, named = pl.col(side), pl.col(f"{side}:named")
    inner = pl.concat_str(
        [pl.when(part.str.len_bytes() > 2).then(part.str.slice(1).str.head(-1)) for part in (mine, named)],
        separator=",",
        ignore_nulls=True,
    )
    return pl.when(mine.is_null() | named.is_null()).then(mine).otherwise(_braced(inner))


def _object(side: str) -> pl.Expr:
    value = pl.when(pl.col(side).is_null()).then(pl.lit("null")).otherwise(_json(pl.col(side)))
    return _braced(pl.concat_str(_json(pl.col("key")), pl.lit(":"), value).str.join(",")).alias(side)


def _braced(pairs: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("{"), pairs, pl.lit("}"))


def _json(text: pl.Expr) -> pl.Expr:
    return pl.struct(text.alias("k")).struct.json_encode().str.slice(5).str.head(-1)


def _extras(said: pl.DataFrame) -> pl.DataFrame:
    pairs = pl.concat_str(_json(pl.col("key")), pl.lit(":"), _json(pl.col("value"))).str.join(",")
    return said.group_by("offer_id").agg(_braced(pairs).alias("extra"))


def _incoming(placed: pl.DataFrame, shape: Rows, *, tenant_id: UUID) -> pl.DataFrame:
    attributes = attribute_values.spelled(shape.dimensions, tenant_id=tenant_id)
    typed = {column: facts for column, (_key, facts) in attributes.items() if facts}
    fitted = attribute_values.fitted(placed.select("row", "offer_id", "product_id", *shape.dimensions), typed)
    long = fitted.unpivot(index=("row", "offer_id", "product_id"), on=shape.dimensions, variable_name="column")
    keys = {column: key for column, (key, _facts) in attributes.items()}
    return long.with_columns(pl.col("column").replace({**_plain_keys(shape.dimensions), **keys}).alias("key"))


def _plain_keys(columns: list[str]) -> dict[str, str]:
    """One spelling a name: currencies in capitals."""
    keys = {}
    for column in columns:
        kind, _colon, name = column.partition(":")
        keys[column] = f"{kind}:{name.strip().upper() if kind == 'price' else name.strip()}"
    return keys


def _accepted(incoming: pl.DataFrame, was: pl.DataFrame, current: pl.DataFrame, *, policy: MergePolicy) -> pl.DataFrame:
    """What the offers say after the rows, where the modes allow it."""
    before = was.select("offer_id", "key", was="value")
    rows = incoming.join(before, on=("offer_id", "key"), how="left").join(current, on=("product_id", "key"), how="left")
    modes = {name: mode for name, mode in policy.modes.items() if is_dimensioned(name)}
    mode = (
        pl.col("column").replace_strict(modes, default="always", return_dtype=pl.String) if modes else pl.lit("always")
    )
    stays = mode.is_in(["only_new", "never"]) | ((mode == "only_if_empty") & pl.col("golden").is_not_null())
    return rows.with_columns(pl.when(stays).then("was").otherwise("value").alias("value"))


def _changes(golden: pl.DataFrame, current: pl.DataFrame, was: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The golden values that change: `product_id`, `key`, `old`, `new`."""
    sources, wanted = was.rename({"value": "base"}), after.rename({"value": "theirs"})
    keys = pl.concat([frame.select("product_id", "key") for frame in (sources, wanted)]).unique()
    state = golden.select("product_id", "locks", "provenance")
    rows = keys.join(state, on="product_id").join(current, on=("product_id", "key"), how="left")
    rows = rows.join(sources, on=("product_id", "key"), how="left").join(wanted, on=("product_id", "key"), how="left")
    value = decision(pl.col("golden"), pl.col("base"), pl.col("theirs"), **_guards())
    return _that_change(rows.with_columns(value.alias("new")))


def _guards() -> dict[str, pl.Expr]:
    """Who holds the value of a row against the sources: see `merging.Guards`."""
    path = pl.concat_str(pl.lit("$['"), pl.col("key"), pl.lit("'].kind"))
    return {
        "locked": pl.col("locks").str.split("\n").list.contains(pl.col("key")).fill_null(False),
        "marked": pl.col("provenance").str.json_path_match(path).is_in(PEOPLE).fill_null(False),
    }


def _that_change(decided: pl.DataFrame) -> pl.DataFrame:
    moving = decided.filter(pl.col("new").ne_missing(pl.col("golden")))
    return moving.select("product_id", "key", old="golden", new="new")


def _best(long: pl.DataFrame, order: Precedence) -> pl.DataFrame:
    first = order.ranked_values(long).sort("product_id", "key", *NAMED_ORDER)
    return first.unique(("product_id", "key"), keep="first", maintain_order=True).select("product_id", "key", "value")
